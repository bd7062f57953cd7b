import type { Example } from '../demonstration/example.ts';
import { traceFrom } from '../platform/telemetry.ts';
import type { Viewer } from '../platform/viewer.ts';
import type { Hub } from './hub.ts';
import { namedOperation } from './named-operations.ts';

interface RankingAnswer {
  readonly vacancy: {
    readonly ranking: {
      readonly candidateCount: number;
      readonly orderedBy: string;
      readonly candidates: {
        readonly nodes: readonly {
          readonly position: number | null;
          readonly orderValue: number | null;
          readonly group: { readonly text: { readonly en: string } };
          readonly reasons: readonly {
            readonly outcome: string;
            readonly text: { readonly en: string };
            readonly citation: { readonly title: string; readonly article: string; readonly version: string };
          }[];
        }[];
      };
    } | null;
  } | null;
}

/** Asks who stands where on the demonstration's home, as the corporation that owns it, and prints the first answers. */
export async function printExample(
  hub: Hub,
  example: Example,
  origin: string,
  write: (text: string) => void,
): Promise<void> {
  const viewer: Viewer = {
    role: 'ALLOCATOR',
    person: 'start',
    organisation: example.corporation,
    registration: null,
    purpose: 'the question at the end of starting',
  };
  const { body } = await hub.gateway.server.executeOperation<RankingAnswer>(
    { query: namedOperation('ranking'), variables: { vacancy: example.vacancy, first: 3 } },
    { contextValue: { viewer, trace: traceFrom(undefined), authorization: undefined } },
  );
  const ranking = body.kind === 'single' ? body.singleResult.data?.vacancy?.ranking : undefined;
  write(`
  Verdeelsleutel is open:   ${origin}
  Ask questions at:         ${origin}/explorer
  GraphQL endpoint:         ${origin}/graphql
`);
  if (!ranking) return;
  write(`
  Who stands where on ${example.vacancy}?  (${ranking.candidateCount} candidates; operation Ranking)
`);
  const { orderedBy } = ranking;
  for (const { position, orderValue, group, reasons } of ranking.candidates.nodes) {
    const value =
      orderValue === null
        ? ''
        : ` (${orderValue} ${orderedBy === 'POINTS' ? 'thousandths of a point' : 'days'})`;
    write(`   ${String(position ?? '-').padStart(2)}. ${group.text.en}${value}\n`);
    const decisive = reasons.findLast(({ outcome }) => outcome === 'ORDERS') ?? reasons.at(-1);
    if (decisive !== undefined) {
      const { title, article, version } = decisive.citation;
      write(`       ${decisive.text.en}  [${title}, art. ${article}, version of ${version}]\n`);
    }
  }
  write(`
  Ask it yourself:
    TOKEN=$(npm run -s token -- --org ${example.corporation} --role allocator)
    then paste the token in the explorer, choose "Ranking", and use {"vacancy": "${example.vacancy}"}.

  Stop with Ctrl-C.
`);
}
