import type { BilingualText } from '../bilingual-text.ts';
import type { LeafKind } from '../condition-kind.ts';
import { ALLOCATION_MODELS, type AllocationModel } from '../facts.ts';

/** The home is offered under one of these allocation models. See Huisvestingswet 2014 art. 9(1): the regulation names the models. */
export interface ModelCondition {
  readonly kind: 'model';
  readonly models: readonly AllocationModel[];
}

const NAMES: Readonly<Record<AllocationModel, BilingualText>> = {
  OFFER: { nl: 'aanbodmodel', en: 'offer' },
  LOTTERY: { nl: 'loting', en: 'draw' },
  URGENT_SEEKER_LOTTERY: { nl: 'spoedzoekregeling', en: 'urgent-seeker draw' },
  DIRECT_MEDIATION: { nl: 'directe bemiddeling', en: 'direct mediation' },
  FIRST_LETTING: { nl: 'eerste verhuur', en: 'first letting' },
  EXPERIMENT: { nl: 'experiment', en: 'experiment' },
  DIRECT_LET: { nl: 'direct te huur', en: 'direct let' },
};

/** What a model is called. */
export function modelName(model: AllocationModel): BilingualText {
  return NAMES[model];
}

export const MODEL: LeafKind<ModelCondition> = {
  kind: 'model',
  shape: 'LEAF',
  title: { nl: 'toewijzingsmodel', en: 'allocation model' },
  see: 'Huisvestingswet 2014 art. 9(1)',
  looksAt: 'VACANCY',

  parse(reader) {
    const models = reader.someOf('models', ALLOCATION_MODELS);
    if (models.length === 0)
      reader.report('MISSING', 'hier ontbreken de modellen', 'missing: the models', 'models');
    return { kind: 'model', models };
  },
  compile(condition) {
    const only = condition.models[0];
    if (condition.models.length === 1) return (_facts, vacancy) => vacancy.model === only;
    return (_facts, vacancy) => condition.models.includes(vacancy.model);
  },
  examine: (condition, _facts, vacancy) => ({
    holds: condition.models.some((model) => model === vacancy.model),
    observed: { model: vacancy.model },
  }),
  describe: (condition) => ({
    nl: `de woning wordt aangeboden via ${condition.models.map((model) => NAMES[model].nl).join(' of ')}`,
    en: `the home is offered by ${condition.models.map((model) => NAMES[model].en).join(' or ')}`,
  }),
  contrast: () => null,
};
