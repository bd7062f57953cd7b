/** One thing that was checked, in Dutch and English. */
export interface Step {
  readonly holds: boolean;
  readonly nl: string;
  readonly en: string;
}

/** What came of a verification: every step that held, and the first that did not. */
export interface Verification {
  readonly holds: boolean;
  readonly steps: readonly Step[];
  readonly drawId?: string;
}

/** Verifies the text of a transcript, and of a participant's proof and what was noted beforehand when given. */
export function verifyDraw(given: {
  readonly transcript: string;
  readonly proof?: string | undefined;
  readonly commitment?: string | undefined;
  readonly root?: string | undefined;
}): Promise<Verification>;
