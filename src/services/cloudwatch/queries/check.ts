// What is wrong with queries of metric data before any data is read: for GetMetricData and for alarms. Pure.

import type { AccountId } from "../../../kernel/ids.ts";
import { invalid, notImplemented } from "../errors.ts";
import { LIMITS } from "../limits.ts";
import { callsMetrics, type Expression, idsIn, parseExpression } from "../math/parse.ts";
import { MathError } from "../math/values.ts";
import { parseStatistic, type Statistic } from "../metrics/statistic.ts";
import type { MetricStatRecord, QueryRecord } from "../records.ts";

/** A query that can be run. */
export type Query = QueryCommon & (MetricQuery | ExpressionQuery);

interface QueryCommon {
  readonly id: string;
  readonly label: string | undefined;
  /** True if its result is part of the answer. */
  readonly isReturned: boolean;
}

export interface MetricQuery {
  readonly kind: "metric";
  readonly stat: MetricStatRecord;
  readonly statistic: Statistic;
}

export interface ExpressionQuery {
  readonly kind: "expression";
  readonly expression: Expression;
  readonly periodS: number | undefined;
}

/** Checks queries and parses their expressions; throws ValidationException. */
export function parseQueries(queries: readonly QueryRecord[], account: AccountId): readonly Query[] {
  if (queries.length > LIMITS.queries)
    throw invalid(`The collection MetricDataQueries must not have a size greater than ${LIMITS.queries}.`);
  const ids = new Set<string>();
  for (const { Id } of queries) {
    // AWS: MetricDataQuery, Id: letters, numbers and underscore, the first a lower-case letter, unique within the call.
    if (!/^[a-z][a-zA-Z0-9_]*$/.test(Id))
      throw invalid(
        `The value ${Id} for parameter MetricDataQueries.member.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.`,
      );
    if (ids.has(Id)) throw invalid("The values for parameter id in MetricDataQueries are not unique.");
    ids.add(Id);
  }
  const parsed = queries.map((query) => parseQuery(query, account));
  for (const query of parsed) if (query.kind === "expression") requireIds(query, ids);
  requireNoCircles(parsed);
  return parsed;
}

function parseQuery(query: QueryRecord, account: AccountId): Query {
  const { Id: id, MetricStat: stat, Expression: source, Label: label, ReturnData = true, Period, AccountId } = query;
  if (AccountId !== undefined && AccountId !== account)
    throw notImplemented("Metric data of another account (AccountId)");
  if (label?.includes("${") === true) throw notImplemented("A dynamic label");
  if ((stat === undefined) === (source === undefined))
    throw invalid("Invalid metrics list: exactly one of MetricStat and Expression must be specified.");
  const common = { id, label, isReturned: ReturnData };
  if (stat !== undefined) return { ...common, kind: "metric", stat, statistic: checkStat(stat) };
  if (Period !== undefined) requirePeriod(Period);
  return { ...common, kind: "expression", expression: parseSource(id, source ?? ""), periodS: Period };
}

function checkStat({ Metric, Period, Stat }: MetricStatRecord): Statistic {
  // The model does not require them: expressions of anomaly detectors go without.
  if (Metric.Namespace === undefined || Metric.MetricName === undefined)
    throw invalid("The parameters MetricStat.Metric.Namespace and MetricStat.Metric.MetricName are required.");
  requirePeriod(Period);
  const statistic = parseStatistic(Stat);
  if (statistic === undefined) throw invalid(`The value ${Stat} for parameter Stat is not supported.`);
  return statistic;
}

/** AWS: MetricStat, Period. */
export function requirePeriod(periodS: number, raise: (message: string) => Error = invalid): void {
  if (![1, 5, 10, 20, 30].includes(periodS) && periodS % 60 !== 0)
    throw raise("Period must be 1, 5, 10, 20, 30 or a multiple of 60.");
}

function parseSource(id: string, source: string): Expression {
  if (/^\s*SELECT\b/i.test(source)) throw notImplemented("A Metrics Insights query");
  try {
    return parseExpression(source);
  } catch (error) {
    throw queryError(id, error);
  }
}

/** What a failed expression answers. */
export function queryError(id: string, error: unknown): unknown {
  if (!(error instanceof MathError)) return error;
  return error.isUnserved ? notImplemented(error.message) : invalid(`Error in expression '${id}': ${error.message}`);
}

function requireIds({ id, expression }: QueryCommon & ExpressionQuery, ids: ReadonlySet<string>): void {
  const unknown = idsIn(expression).find((each) => !ids.has(each));
  if (unknown !== undefined)
    throw invalid(`Error in expression '${id}': There is no metric or expression '${unknown}'.`);
}

function requireNoCircles(queries: readonly Query[]): void {
  const byId = new Map(queries.map((query) => [query.id, query]));
  const done = new Set<string>();
  const visit = (id: string, above: readonly string[]): void => {
    if (above.includes(id)) throw invalid(`Error in expression '${id}': The expression refers to itself.`);
    const query = byId.get(id);
    if (done.has(id) || query?.kind !== "expression") return;
    for (const next of idsIn(query.expression)) visit(next, [...above, id]);
    done.add(id);
  };
  for (const { id } of queries) visit(id, []);
}

/** The period of an expression's result: its own, or the longest of those metrics from which it is made. */
export function periodOf(query: Query, queries: readonly Query[]): number {
  if (query.kind === "metric") return query.stat.Period;
  if (query.periodS !== undefined) return query.periodS;
  const metrics = queries.filter(({ kind }) => kind === "metric");
  const direct = queries.filter(({ id }) => idsIn(query.expression).includes(id));
  const origins = callsMetrics(query.expression) || direct.length === 0 ? [...direct, ...metrics] : direct;
  return Math.max(...origins.map((each) => periodOf(each, queries)), ...(origins.length === 0 ? [60] : []));
}
