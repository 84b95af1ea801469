// A query as a pipeline: rows are pushed in, from the newest event to the oldest, and results come out at the end.

import type { QueryContext } from "./evaluate.ts";
import { MOST_RESULTS, USUAL_RESULTS } from "./parse.ts";
import type { Row } from "./row.ts";
import { compileStage, limited, type Stage } from "./stages.ts";
import type { Command } from "./syntax.ts";
import { textOf } from "./values.ts";

/** One column of one row. */
export interface ResultField {
  readonly field: string;
  readonly value: string;
}

export type ResultRow = readonly ResultField[];

/** A query at work. */
export interface Pipeline {
  push(row: Row): void;
  /** Rows that passed the filters, before anything was counted, sorted or cut off. */
  matched(): number;
  /** Ends it, and gives its results. */
  finish(): readonly ResultRow[];
}

/** Commands that look at one row at a time. */
const BY_ROW: ReadonlySet<string> = new Set(["display", "fields", "filter", "parse"]);

/** Compiles commands; throws MalformedQueryException. `limit` cuts off where the query itself does not. */
export function createPipeline(commands: readonly Command[], context: QueryContext, limit = USUAL_RESULTS): Pipeline {
  const results: Row[] = [];
  let matched = 0;
  const hasLimit = commands.some(({ kind }) => kind === "limit");
  const collected: Stage = { push: (row) => results.push(row), end: () => undefined };
  const chain = (part: readonly Command[], end: Stage): Stage =>
    part.reduceRight((next, command) => compileStage(command, next, context), end);
  const cut = commands.findIndex(({ kind }) => !BY_ROW.has(kind));
  const head = cut === -1 ? commands : commands.slice(0, cut);
  const tail = cut === -1 ? [] : commands.slice(cut);
  const rest = chain(tail, limited(hasLimit ? MOST_RESULTS : limit, collected));
  const counted: Stage = {
    push(row) {
      matched += 1;
      rest.push(row);
    },
    end: () => rest.end(),
  };
  const first = chain(head, counted);
  const columns = columnsOf(commands);
  return {
    push: (row) => first.push(row),
    matched: () => matched,
    finish() {
      first.end();
      return results.map((row) => shown(row, columns));
    },
  };
}

/** What results show. AWS: "fields", "display": the last display command decides; without any, the time and the message. */
function columnsOf(commands: readonly Command[]): readonly string[] {
  let columns: readonly string[] = ["@timestamp", "@message"];
  let isChosen = false;
  for (const command of commands) {
    if (command.kind === "display") {
      columns = command.columns.map(({ name }) => name);
      isChosen = true;
    } else if (command.kind === "stats") {
      columns = [...command.by, ...command.columns].map(({ name }) => name);
      isChosen = true;
    } else if (command.kind === "fields") {
      const own = command.columns.map(({ name }) => name);
      columns = isChosen ? [...columns, ...own] : own;
      isChosen = true;
    } else if (command.kind === "parse") columns = [...columns, ...namesOf(command)];
  }
  return [...new Set(columns)];
}

function namesOf({ names, regex }: Command & { readonly kind: "parse" }): readonly string[] {
  if (names.length > 0) return names;
  return [...regex.source.matchAll(/\(\?<([A-Za-z]\w*)>/g)].map(([, name = ""]) => name);
}

/** AWS: GetQueryResults: what a row does not have is left out; rows of events have a pointer. */
function shown(row: Row, columns: readonly string[]): ResultRow {
  const fields = columns.flatMap((field) => {
    const value = row.get(field);
    return value === null ? [] : [{ field, value: textOf(value) }];
  });
  return row.event === undefined ? fields : [...fields, { field: "@ptr", value: row.event.pointer }];
}
