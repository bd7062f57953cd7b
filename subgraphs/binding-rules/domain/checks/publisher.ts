import type { Finding } from '../../../../rules/finding.ts';
import { finding, type Checked } from './check.ts';

/** Only its own municipality, region or state makes a regulation known. See Gemeentewet art. 139. */
export function checkPublisher({ regulation, publisher }: Checked): readonly Finding[] {
  if (regulation.owner === publisher) return [];
  const nl = `alleen ${regulation.owner} maakt deze regeling bekend, niet ${publisher}`;
  return [
    finding(
      'owner',
      'PUBLISHER_MISMATCH',
      nl,
      `only ${regulation.owner} publishes this, not ${publisher}`,
      null,
    ),
  ];
}
