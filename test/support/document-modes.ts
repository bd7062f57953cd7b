import { readDocumentModes, type DocumentMode, type DocumentModes } from '../../platform/document-modes.ts';

/** Everybody in one mode; the hub itself asks trusted documents only, whatever is set. */
export function everybody(mode: DocumentMode): DocumentModes {
  return modesOf(`ALL:${mode}`);
}

export function modesOf(setting: string | undefined, production = false): DocumentModes {
  const modes = readDocumentModes(setting, production);
  if (modes.kind === 'FAILED') throw new Error(modes.failure);
  return modes.value;
}
