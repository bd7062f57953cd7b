import type { BilingualText } from '../../../rules/bilingual-text.ts';
import { modelName } from '../../../rules/kinds/model.ts';
import type { FillFailure } from './fill-open-terms.ts';
import type { ResolveFailure } from './resolve-rule-set.ts';

/** Why no single rule set follows from the regulations in force, as a clause in plain words. */
export function failureInWords(failure: ResolveFailure): BilingualText {
  switch (failure.kind) {
    case 'NO_FRAMEWORK':
      return { nl: 'er is geen geldende wet bekend', en: 'no law in force is known' };
    case 'NO_MUNICIPAL_REGULATION':
      return {
        nl: `${failure.municipality} heeft geen verordening`,
        en: `${failure.municipality} has no regulation`,
      };
    case 'NO_REGIONAL_MODEL':
      return {
        nl: `het model ${failure.model} geldt niet`,
        en: `the model ${failure.model} is not in force`,
      };
    case 'AMBIGUOUS_REGULATION': {
      const both = failure.regulations.join(', ');
      return {
        nl: `van ${failure.owner} gelden er meer tegelijk: ${both}`,
        en: `several of ${failure.owner} are in force at once: ${both}`,
      };
    }
    case 'AMBIGUOUS_RANK': {
      const both = failure.rules.join(', ');
      return { nl: `rang ${failure.rank} is die van ${both}`, en: `rank ${failure.rank} is that of ${both}` };
    }
    case 'AMBIGUOUS_ORDER': {
      const model = modelName(failure.model);
      const both = failure.rules.join(', ');
      return {
        nl: `een woning via ${model.nl} wordt door meer dan een regel geordend: ${both}`,
        en: `a home offered by ${model.en} is ordered by more than one rule: ${both}`,
      };
    }
    case 'AMBIGUOUS_THRESHOLD': {
      const both = failure.rules.join(', ');
      return {
        nl: `de grens ${failure.threshold} heeft meer dan een bedrag: ${both}`,
        en: `the limit ${failure.threshold} has more than one amount: ${both}`,
      };
    }
    case 'NO_ORDER': {
      const model = modelName(failure.model);
      return {
        nl: `geen regel ordent de kandidaten van een woning via ${model.nl}`,
        en: `no rule orders the candidates of a home offered by ${model.en}`,
      };
    }
    case 'NO_LAST_GROUP':
      return {
        nl: 'er is geen laatste groep voor ieder ander',
        en: 'there is no last group for everybody else',
      };
    case 'UNKNOWN_THRESHOLD':
      return {
        nl: `de grens ${failure.threshold} van regel ${failure.rule} heeft geen bedrag`,
        en: `the limit ${failure.threshold} of rule ${failure.rule} has no amount`,
      };
    default:
      return fillFailureInWords(failure);
  }
}

function fillFailureInWords(failure: FillFailure): BilingualText {
  switch (failure.kind) {
    case 'UNKNOWN_TERM':
      return {
        nl: `${failure.filledBy} vult de term ${failure.term} in, die niemand openliet`,
        en: `${failure.filledBy} fills the term ${failure.term}, which nobody left open`,
      };
    case 'TERM_OUT_OF_BOUNDS':
      return {
        nl: `${failure.filledBy} vult voor ${failure.term} ${failure.value} in, buiten de grenzen`,
        en: `${failure.filledBy} fills ${failure.term} with ${failure.value}, out of bounds`,
      };
    case 'TERM_NOT_FILLED':
      return {
        nl: `niemand vult de term ${failure.term} van ${failure.declaredBy} in`,
        en: `nobody fills the term ${failure.term} of ${failure.declaredBy}`,
      };
  }
}
