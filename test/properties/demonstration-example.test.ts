import { generateDemonstration } from '../../demonstration/generate.ts';
import { rulesOfCorpus } from '../../demonstration/rules-in-force.ts';
import { CORPUS } from '../../subgraphs/binding-rules/subgraph.ts';
import { describeExample } from './demonstration-example.ts';

const rules = await rulesOfCorpus(CORPUS);
describeExample('small', () => generateDemonstration('small', rules));
