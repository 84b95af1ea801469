// Lists as CloudFront's API writes them: { Quantity, Items }, where Quantity must be the number of Items.

import { fault } from "../errors.ts";

interface Counted<T> {
  readonly Quantity?: number | undefined;
  readonly Items?: readonly T[] | undefined;
}

/** The items of a list that may be left out. */
export function itemsOf<T>(list: Counted<T> | undefined): readonly T[] {
  return list?.Items ?? [];
}

/** A list with its quantity; no Items where there are none. */
export function listOf<T>(items: readonly T[]): { Quantity: number; Items?: T[] } {
  return items.length === 0 ? { Quantity: 0 } : { Quantity: items.length, Items: [...items] };
}

/** Throws InconsistentQuantities where, anywhere in a configuration, a quantity is not the number of items. */
export function checkQuantities(value: unknown): void {
  if (typeof value !== "object" || value === null || value instanceof Date) return;
  if (!Array.isArray(value) && "Quantity" in value) {
    const { Quantity, Items } = value as Counted<unknown>;
    if (Quantity !== undefined && Quantity !== (Items?.length ?? 0)) throw fault("InconsistentQuantities");
  }
  for (const item of Object.values(value)) checkQuantities(item);
}
