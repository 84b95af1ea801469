// Branded identifiers. Only the parsers here make them, so a value of the type has been checked.

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** Twelve decimal digits that name an account. */
export type AccountId = Branded<"AccountId">;
/** A region's name, such as "us-east-1". */
export type Region = Branded<"Region">;

/** Checks and brands an account id; throws a RangeError for anything but twelve digits. */
export function parseAccountId(text: string): AccountId {
  if (!/^\d{12}$/.test(text)) throw new RangeError(`An account id has 12 digits, but got "${text}".`);
  return text as AccountId;
}

/** True if the text has a region's form. */
export function isRegion(text: string): text is Region {
  return /^[a-z]{2,3}(-[a-z]+)+-\d{1,2}$/.test(text);
}

/** Brands a region's name; throws a RangeError if it does not have a region's form. */
export function parseRegion(text: string): Region {
  if (!isRegion(text)) throw new RangeError(`A region has a form such as "us-east-1", but got "${text}".`);
  return text;
}

/** Alphabets that AWS draws its ids from. */
export const ALPHABET = {
  upperAlphanumeric: "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
  /** Base 32: what access key ids and IAM unique ids are written in. */
  base32: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
  lowerAlphanumeric: "abcdefghijklmnopqrstuvwxyz0123456789",
  base62: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
} as const;
