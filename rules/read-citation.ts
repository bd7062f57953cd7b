import type { Citation } from './rule.ts';
import type { SourceReader } from './source-reader.ts';

/** Reads where something stands written. */
export function readCitation(reader: SourceReader): Citation {
  const citation = {
    instrument: reader.text('instrument'),
    title: reader.text('title'),
    article: reader.text('article'),
    url: reader.optionalText('url'),
    text: reader.text('text'),
    version: reader.date('version'),
  };
  reader.finish();
  return citation;
}
