// When two values are equal, and which of two is smaller.

import { compareNumbers } from "./decimal.ts";
import { attributeOf, typeOf, type AttributeValue } from "./attribute-value.ts";

/** Deep equality; sets are equal whatever their order. Values of different types are never equal. */
export function areEqual(left: AttributeValue, right: AttributeValue): boolean {
  if (left.S !== undefined || right.S !== undefined) return left.S === right.S;
  // Stored numbers have a normal form, so equal numbers have equal texts.
  if (left.N !== undefined || right.N !== undefined) return left.N === right.N;
  if (typeOf(left) !== typeOf(right)) return false;
  if (left.B !== undefined && right.B !== undefined) return Buffer.compare(left.B, right.B) === 0;
  if (left.BOOL !== undefined) return left.BOOL === right.BOOL;
  if (left.NULL !== undefined) return true;
  const leftMembers = setMembers(left);
  const rightMembers = setMembers(right);
  if (leftMembers !== undefined && rightMembers !== undefined) {
    const known = new Set(rightMembers);
    return leftMembers.length === rightMembers.length && leftMembers.every((member) => known.has(member));
  }
  if (left.L !== undefined && right.L !== undefined) {
    const others = right.L;
    return (
      left.L.length === others.length &&
      left.L.every((member, index) => {
        const other = others[index];
        return other !== undefined && areEqual(member, other);
      })
    );
  }
  if (left.M !== undefined && right.M !== undefined) {
    const [leftMap, rightMap] = [left.M, right.M];
    const names = Object.keys(leftMap);
    return (
      names.length === Object.keys(rightMap).length &&
      names.every((name) => {
        const [member, other] = [attributeOf(leftMap, name), attributeOf(rightMap, name)];
        return member !== undefined && other !== undefined && areEqual(member, other);
      })
    );
  }
  return false;
}

/** Below, at or above 0 by order; undefined where the two have no order (other types, or types without one). */
export function compareValues(left: AttributeValue, right: AttributeValue): number | undefined {
  if (left.S !== undefined && right.S !== undefined) return compareStrings(left.S, right.S);
  if (left.N !== undefined && right.N !== undefined) return compareNumbers(left.N, right.N);
  if (left.B !== undefined && right.B !== undefined) return Buffer.compare(left.B, right.B);
  return undefined;
}

/** True if a string or binary begins with another of its type. */
export function beginsWith(value: AttributeValue, prefix: AttributeValue): boolean {
  if (value.S !== undefined && prefix.S !== undefined) return value.S.startsWith(prefix.S);
  if (value.B === undefined || prefix.B === undefined) return false;
  return Buffer.compare(value.B.subarray(0, prefix.B.length), prefix.B) === 0;
}

/** A set's members as texts that are equal when the members are; undefined if the value is no set. */
export function setMembers(value: AttributeValue): readonly string[] | undefined {
  return value.SS ?? value.NS ?? value.BS?.map((bytes) => Buffer.from(bytes).toString("base64"));
}

/** Order by UTF-8 bytes. JavaScript compares UTF-16 units, which differs only beyond U+D7FF. */
function compareStrings(left: string, right: string): number {
  if (left === right) return 0;
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const [a, b] = [left.charCodeAt(index), right.charCodeAt(index)];
    if (a === b) continue;
    if (a < 0xd800 || b < 0xd800) return a - b;
    return Buffer.compare(Buffer.from(left), Buffer.from(right));
  }
  return left.length - right.length;
}
