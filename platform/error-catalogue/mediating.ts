import { entry } from './entry.ts';

/** What direct mediation may be refused for. */
export const MEDIATING = {
  NOT_MEDIATED: entry(
    'Deze woning wordt niet rechtstreeks bemiddeld.',
    'This home is not directly mediated.',
  ),
  OUTSIDE_CATEGORY: entry(
    'Dit huishouden valt niet in de categorie waarin deze woning wordt bemiddeld.',
    'This household is not in the category in which this home is mediated.',
  ),
  PROFILE_MISFIT: entry(
    'Deze woning past niet bij het zoekprofiel van de urgentie.',
    'This home does not fit the search profile of the urgency.',
  ),
  LONGER_WAITING: entry(
    'Een ander huishouden waarvoor deze woning past wacht langer; motiveer waarom dat het niet krijgt. Of: dit wacht het langst, en daarvoor is geen motivering nodig.',
    'Another household that this home fits waits longer; say why it does not get it. Or: this one waits longest, which needs no such reason.',
  ),
  ALREADY_OFFERED: entry(
    'Deze woning is dit huishouden al aangeboden.',
    'This home was offered to this household already.',
  ),
  HOUSEHOLD_OFFERED: entry(
    'Voor dit huishouden staat al een aanbieding uit bemiddeling open.',
    'An offer of mediation stands for this household already.',
  ),
  CONDITION_NOT_MET: entry(
    'De zorgovereenkomst van dit huishouden is niet door alle drie ondertekend op de dag van het huurcontract.',
    'The care contract of this household was not signed by all three on the day of the lease.',
  ),
  LEASE_STATE: entry(
    'Het huurcontract kan niet op deze naam staan, of is al overgezet.',
    'The lease cannot be in this name, or was handed over already.',
  ),
  UNKNOWN_LETTING: entry(
    'Er is geen verhuring met dit id die u mag gebruiken.',
    'There is no letting with this id that you may use.',
  ),
  UNKNOWN_COMPLEX: entry(
    'Dit complex is niet van deze corporatie.',
    'This complex is not of this corporation.',
  ),
  UNKNOWN_SPARING: entry(
    'Er is geen ontzien complex met dit id dat u mag gebruiken.',
    'There is no sparing with this id that you may use.',
  ),
  COMPLEX_SPARED: entry(
    'Dit complex wordt op deze dagen al ontzien.',
    'This complex is spared on these days already.',
  ),
  UNKNOWN_CARE_PROVIDER: entry(
    'Er is geen zorgaanbieder met deze code.',
    'There is no care provider with this code.',
  ),
  UNKNOWN_CONDITION: entry(
    'Aan deze urgentie is geen zorgovereenkomst verbonden.',
    'This urgency has no condition of a care contract.',
  ),
  CONTRACT_SIGNED: entry(
    'Deze zorgovereenkomst is al door alle drie ondertekend.',
    'This care contract was signed by all three already.',
  ),
} as const;
