/**
 * The version of the judgement itself, which a receipt holds: raised when the same rules and facts may lead to another
 * answer than before, and only then. Repeating a decision of an earlier version takes the engine of that version.
 */
export const ENGINE_VERSION = 1;
