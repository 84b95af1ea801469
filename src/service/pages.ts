// Lists that services give page by page.

/** All items of a list: `page` gets the token of a page and gives its items and the token of the next. */
export async function everyPage<T, Token>(
  page: (
    token: Token | undefined,
  ) => Promise<{ readonly items: readonly T[] | undefined; readonly next: Token | undefined }>,
): Promise<T[]> {
  const all: T[] = [];
  let token: Token | undefined;
  do {
    const { items = [], next } = await page(token);
    all.push(...items);
    token = next;
  } while (token !== undefined && token !== "");
  return all;
}
