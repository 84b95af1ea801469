// Numbers as DynamoDB has them: decimal, exact, 38 significant digits, magnitudes from 1e-130 to 9.99e125. Written as
// plain digits, without an exponent.
// AWS: Developer Guide, "Supported data types and naming rules", Number.

/**
 * value = sign × 0.DIGITS × 10^exponent. Digits have neither leading nor trailing zeros; zero has none, and the exponent
 * that it is written with.
 */
interface Decimal {
  readonly sign: -1 | 0 | 1;
  readonly digits: string;
  readonly exponent: number;
}

/** LIMIT: of the service; checked for every number that is stored or compared. */
const MOST_DIGITS = 38;
const LARGEST_EXPONENT = 126;
const SMALLEST_EXPONENT = -129;

const ZERO: Decimal = { sign: 0, digits: "", exponent: 0 };
/** LIMIT: of the service: an exponent has 64 bits; longer texts are not even looked at. */
const LONGEST_EXPONENT = 20;
const FORM = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;
/** Whole numbers in the form in which they are printed: most numbers that ever arrive. */
const PLAIN_INTEGER = /^(?:0|-?[1-9]\d{0,14})$/;

/** The decimal that a text stands for, or undefined if it is not a number. */
function parseDecimal(text: string): Decimal | undefined {
  const match = FORM.exec(text);
  if (match === null) return undefined;
  const [, sign = "", whole = "", fraction = "", power = "0"] = match;
  if (whole === "" && fraction === "") return undefined;
  if (power.length > LONGEST_EXPONENT || BigInt.asIntN(64, BigInt(power)) !== BigInt(power)) return undefined;
  const all = whole + fraction;
  const digits = all.replace(/^0+/, "");
  if (digits === "") return { ...ZERO, exponent: 1 - fraction.length + Number(power) };
  return {
    sign: sign === "-" ? -1 : 1,
    digits: digits.replace(/0+$/, ""),
    exponent: whole.length - (all.length - digits.length) + Number(power),
  };
}

/** A decimal in plain digits: "-0.05", "1200". */
function formatDecimal({ sign, digits, exponent }: Decimal): string {
  if (sign === 0) return "0";
  const minus = sign < 0 ? "-" : "";
  if (exponent <= 0) return `${minus}0.${"0".repeat(-exponent)}${digits}`;
  if (digits.length <= exponent) return minus + digits.padEnd(exponent, "0");
  return `${minus}${digits.slice(0, exponent)}.${digits.slice(exponent)}`;
}

/** Why a text cannot be stored as a number, in AWS's words, or its normal form. */
export function normalizeNumber(text: string): { readonly number: string } | { readonly problem: string } {
  if (PLAIN_INTEGER.test(text)) return { number: text };
  if (text === "") return { problem: "The parameter cannot be converted to a numeric value" };
  const decimal = parseDecimal(text);
  if (decimal === undefined) return { problem: `The parameter cannot be converted to a numeric value: ${text}` };
  const problem = decimalProblem(decimal);
  return problem === undefined ? { number: formatDecimal(decimal) } : { problem };
}

function decimalProblem({ digits, exponent }: Decimal): string | undefined {
  if (exponent > LARGEST_EXPONENT)
    return "Number overflow. Attempting to store a number with magnitude larger than supported range";
  if (exponent < SMALLEST_EXPONENT)
    return "Number underflow. Attempting to store a number with magnitude smaller than supported range";
  if (digits.length > MOST_DIGITS) return "Attempting to store more than 38 significant digits in a Number";
  return undefined;
}

/** Adds or subtracts two stored numbers; the result may be out of range, which is a problem as in normalizeNumber. */
export function calculate(
  left: string,
  operator: "+" | "-",
  right: string,
): { readonly number: string } | { readonly problem: string } {
  const a = parseDecimal(left) ?? ZERO;
  const b = parseDecimal(right) ?? ZERO;
  // The smallest power of ten in either number, so that both are whole multiples of it.
  const unit = Math.min(a.exponent - a.digits.length, b.exponent - b.digits.length);
  const sum = operator === "+" ? scaled(a, unit) + scaled(b, unit) : scaled(a, unit) - scaled(b, unit);
  return sum === 0n ? { number: "0" } : normalizeNumber(`${sum}e${unit}`);
}

function scaled({ sign, digits, exponent }: Decimal, unit: number): bigint {
  if (sign === 0) return 0n;
  const magnitude = BigInt(digits + "0".repeat(exponent - digits.length - unit));
  return sign < 0 ? -magnitude : magnitude;
}

/** Below 0, 0 or above 0, as the first stored number is smaller than, equal to or larger than the second. */
export function compareNumbers(left: string, right: string): number {
  if (left === right) return 0;
  if (PLAIN_INTEGER.test(left) && PLAIN_INTEGER.test(right)) return Number(left) - Number(right);
  return compareText(encodeNumber(left), encodeNumber(right));
}

/**
 * A text whose byte order is the numbers' order: a digit for the sign, three for the exponent, then the digits. For
 * negative numbers exponent and digits are complemented, and "~" closes them, so that -12 comes before -1.
 */
export function encodeNumber(text: string): string {
  const { sign, digits, exponent } = parseDecimal(text) ?? ZERO;
  if (sign === 0) return "1";
  const power = exponent - SMALLEST_EXPONENT;
  if (sign > 0) return `2${String(power).padStart(3, "0")}${digits}`;
  let complement = "";
  for (const digit of digits) complement += String(9 - Number(digit));
  return `0${String(999 - power).padStart(3, "0")}${complement}~`;
}

/**
 * Bytes that a number counts for: one, one for each two digits before the decimal point and each two after it, one for
 * a minus sign. Zeros at either end do not count.
 * AWS: measured to the byte by the dynamodb-conformance suite; the Developer Guide's rule is an approximation.
 */
export function numberBytes(text: string): number {
  const { sign, digits, exponent } = parseDecimal(text) ?? ZERO;
  if (sign === 0) return 1;
  const whole = Math.min(digits.length, Math.max(0, exponent));
  return 1 + Math.ceil(whole / 2) + Math.ceil((digits.length - whole) / 2) + (sign < 0 ? 1 : 0);
}

function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
