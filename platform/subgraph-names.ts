/** The subgraphs that a hub is made of; each may run elsewhere or keep its rows elsewhere. */
export const SUBGRAPH_NAMES = [
  'registrations',
  'vacancies',
  'urgencies',
  'binding-rules',
  'allocation',
] as const;
export type SubgraphName = (typeof SUBGRAPH_NAMES)[number];
