// CSV as imports take it: fields in double quotes may hold delimiters, line ends and doubled quotes.
// AWS: Developer Guide, "Amazon S3 import formats for DynamoDB", "CSV".

/** A quote where none may be: the rest of the file cannot be understood. */
export class CsvError extends Error {
  override readonly name = "CsvError";
}

/** The rows of a text that comes in pieces; empty lines are none. Throws a CsvError behind the rows before it. */
export async function* readRows(pieces: AsyncIterable<string>, delimiter: string): AsyncGenerator<readonly string[]> {
  const reader = new RowReader(delimiter);
  let isFirst = true;
  for await (const piece of pieces) {
    const problem = reader.read(isFirst ? piece.replace(/^\uFEFF/, "") : piece);
    isFirst &&= piece === "";
    yield* reader.takeRows();
    if (problem !== undefined) throw new CsvError(problem);
  }
  const problem = reader.end();
  yield* reader.takeRows();
  if (problem !== undefined) throw new CsvError(problem);
}

/** Where the last character was: before a field, in a bare one, inside quotes, or behind a quote that may end them. */
type State = "start" | "bare" | "quoted" | "closing";

class RowReader {
  readonly #delimiter: string;
  #rows: (readonly string[])[] = [];
  #row: string[] = [];
  #field = "";
  #state: State = "start";

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  /** Reads on; gives what is wrong. */
  read(text: string): string | undefined {
    for (const character of text) {
      const problem = this.#state === "quoted" ? this.#readQuoted(character) : this.#readBare(character);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }

  /** The rows that are complete, once. */
  takeRows(): readonly (readonly string[])[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  end(): string | undefined {
    if (this.#state === "quoted") return "A field's closing double quote is missing";
    this.#endRow();
    return undefined;
  }

  #readQuoted(character: string): undefined {
    if (character === '"') this.#state = "closing";
    else this.#field += character;
  }

  #readBare(character: string): string | undefined {
    if (character === '"') {
      if (this.#state === "bare") return "A double quote that is not escaped is in a field";
      if (this.#state === "closing") this.#field += '"';
      this.#state = "quoted";
    } else if (character === this.#delimiter) this.#endField();
    else if (character === "\n") this.#endRow();
    else if (this.#state !== "closing") {
      this.#field += character;
      this.#state = "bare";
    } else if (character !== "\r") return "Something follows a field's closing double quote";
    return undefined;
  }

  #endField(): void {
    this.#row.push(this.#field);
    this.#field = "";
    this.#state = "start";
  }

  #endRow(): void {
    if (this.#state === "bare") this.#field = this.#field.replace(/\r$/, "");
    const isEmpty = this.#row.length === 0 && this.#field === "";
    this.#endField();
    if (!isEmpty) this.#rows.push(this.#row);
    this.#row = [];
  }
}
