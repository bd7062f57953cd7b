import type { BilingualText } from './bilingual-text.ts';
import { readCitation } from './read-citation.ts';
import type { Citation } from './rule.ts';
import type { SourceReader } from './source-reader.ts';

/**
 * What a regulation leaves to a person's judgement in each case, such as the hardship clause (hardheidsclausule) or a
 * reasonable interest (Huisvestingswet 2014 art. 14(3)). A rule refers to it by a `judged` condition.
 */
export interface OpenNorm {
  readonly code: string;
  /** What has to be answered, with yes or no and a reason. */
  readonly question: BilingualText;
  readonly citation: Citation;
}

/** Reads one open norm key by key; what is wrong becomes findings of the reading. */
export function readOpenNorm(reader: SourceReader): OpenNorm {
  const norm = {
    code: reader.code('code'),
    question: reader.bilingual('question'),
    citation: readCitation(reader.object('citation')),
  };
  reader.finish();
  return norm;
}
