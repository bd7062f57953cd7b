import type { Finding } from '../../../../rules/finding.ts';
import { finding, type Checked } from './check.ts';

/** Every measure is argued for: necessary, suitable and proportionate. See Huisvestingswet 2014 art. 2. */
export function checkArgument({ regulation }: Checked): readonly Finding[] {
  if (regulation.argument.trim() !== '') return [];
  const nl = 'de onderbouwing ontbreekt: noodzaak, geschiktheid en evenredigheid van elke maatregel';
  const en = 'the argument is missing: necessity, suitability and proportionality of every measure';
  return [finding('argument', 'ARGUMENT_MISSING', nl, en, 'huisvestingswet-2014 2')];
}
