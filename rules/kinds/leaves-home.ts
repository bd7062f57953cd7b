import type { LeafKind } from '../condition-kind.ts';

/** Moving leaves a self-contained home empty: a mover, else a starter. See Huisvestingswet 2014 art. 11 (chains of moves). */
export interface LeavesHomeCondition {
  readonly kind: 'leaves-home';
}

export const LEAVES_HOME: LeafKind<LeavesHomeCondition> = {
  kind: 'leaves-home',
  shape: 'LEAF',
  title: { nl: 'doorstromer', en: 'mover' },
  see: 'Huisvestingswet 2014 art. 11',
  looksAt: 'SEEKER',

  parse: () => ({ kind: 'leaves-home' }),
  compile: () => (facts) => facts.leavesSelfContainedHome,
  examine: (_condition, facts) => ({
    holds: facts.leavesSelfContainedHome === true,
    observed: { leavesSelfContainedHome: facts.leavesSelfContainedHome },
  }),
  describe: () => ({
    nl: 'de woningzoekende laat een zelfstandige woning achter',
    en: 'the seeker leaves a self-contained home',
  }),
  contrast: (_condition, wanted, facts) => ({
    code: 'LEAVES_HOME',
    parameters: { leavesSelfContainedHome: wanted },
    facts: { ...facts, leavesSelfContainedHome: wanted },
  }),
};
