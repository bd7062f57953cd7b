/** A receipt by its owner and its number in the chain. */
export interface ReceiptNumber {
  readonly owner: string;
  readonly seq: number;
}

const PATTERN = /^(L\d{4}):([1-9]\d{0,8})$/;

/** The receipt that an id names, `L0001:17`; undefined when it is no such id. */
export function parseReceiptId(text: string): ReceiptNumber | undefined {
  const match = PATTERN.exec(text);
  return match === null ? undefined : { owner: match[1]!, seq: Number(match[2]) };
}

export function formatReceiptId({ owner, seq }: ReceiptNumber): string {
  return `${owner}:${seq}`;
}
