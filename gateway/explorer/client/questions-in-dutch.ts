/** The question that each named operation answers, as a Dutch reader would put it; by the name of its file. */
export const QUESTIONS_IN_DUTCH: Readonly<Record<string, string>> = {
  'draft-vacancy': 'Bereid een vrijgekomen woning voor',
  'my-position': 'Waar sta ik op deze woning?',
  opportunities: 'Op welke woningen maak ik kans?',
  'publish-vacancy': 'Publiceer een woning',
  'quota-room': 'Hoeveel ruimte laten de quota?',
  ranking: 'Wie staat waar, en waarom?',
  react: 'Reageer op een woning',
  registration: 'Hoe sta ik ingeschreven?',
  'rules-in-force': 'Welke regels gelden hier?',
  urgency: 'Wat houdt een urgentie in?',
  vacancies: 'Wat wordt er aangeboden?',
  vacancy: 'Wat is dit voor woning?',
  'withdraw-reaction': 'Trek een reactie in',
};
