// What is wrong with a dashboard's body. Pure.
// AWS: "Dashboard body structure and syntax".

import { dashboardInvalid, type DashboardMessage, invalidValue } from "./errors.ts";
import { LIMITS } from "./limits.ts";

const TYPES: ReadonlySet<string> = new Set(["alarm", "custom", "explorer", "log", "metric", "text"]);
/** Whole numbers of a widget, with their bounds. */
const PLACES: readonly (readonly [name: string, minimum: number, maximum: number])[] = [
  ["x", 0, 23],
  ["y", 0, Number.MAX_SAFE_INTEGER],
  ["width", 1, 24],
  ["height", 1, 1_000],
];
/** What the properties of a kind of widget must have. */
const NEEDED: Readonly<Record<string, string>> = {
  alarm: "alarms",
  custom: "endpoint",
  log: "query",
  text: "markdown",
};

/** AWS: PutDashboard, DashboardName. */
export function requireDashboardName(name: string): void {
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(name))
    throw invalidValue(
      `The value ${name} for field DashboardName contains invalid characters. It can only contain alphanumerics, dash (-) and underscore (_).`,
    );
}

/** Throws DashboardInvalidInputError with all that is wrong. */
export function requireDashboardBody(text: string): void {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // AWS: recorded.
    throw dashboardInvalid([{ Message: "The field DashboardBody must be a valid JSON object" }]);
  }
  if (!isObject(body)) throw dashboardInvalid([{ Message: "The field DashboardBody must be a valid JSON object" }]);
  const messages = [...bodyMessages(body)];
  if (messages.length > 0) throw dashboardInvalid(messages);
}

type Fields = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function* bodyMessages(body: Fields): Generator<DashboardMessage> {
  const { widgets, periodOverride } = body;
  if (periodOverride !== undefined && periodOverride !== "auto" && periodOverride !== "inherit")
    yield { DataPath: "/periodOverride", Message: "Should be one of: auto, inherit" };
  if (widgets === undefined) yield { DataPath: "", Message: "Should have required property 'widgets'" };
  else if (!Array.isArray(widgets)) yield { DataPath: "/widgets", Message: "Should be array" };
  else {
    if (widgets.length > LIMITS.dashboardWidgets)
      yield { DataPath: "/widgets", Message: `Should NOT have more than ${LIMITS.dashboardWidgets} items` };
    for (const [at, widget] of widgets.entries()) yield* widgetMessages(widget, `/widgets/${at}`);
  }
}

function* widgetMessages(widget: unknown, path: string): Generator<DashboardMessage> {
  if (!isObject(widget)) {
    yield { DataPath: path, Message: "Should be object" };
    return;
  }
  const { type, properties } = widget;
  if (type === undefined) yield { DataPath: path, Message: "Should have required property 'type'" };
  else if (typeof type !== "string" || !TYPES.has(type))
    yield { DataPath: `${path}/type`, Message: `Should be one of: ${[...TYPES].join(", ")}` };
  for (const [name, minimum, maximum] of PLACES) {
    const value = widget[name];
    const isWithin = Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum;
    if (value !== undefined && !isWithin)
      yield { DataPath: `${path}/${name}`, Message: `Should be a whole number from ${minimum} to ${maximum}` };
  }
  if (properties === undefined) yield { DataPath: path, Message: "Should have required property 'properties'" };
  else if (!isObject(properties)) yield { DataPath: `${path}/properties`, Message: "Should be object" };
  else yield* propertyMessages(String(type), properties, `${path}/properties`);
}

function* propertyMessages(type: string, properties: Fields, path: string): Generator<DashboardMessage> {
  const needed = NEEDED[type];
  if (needed !== undefined && properties[needed] === undefined)
    yield { DataPath: path, Message: `Should have required property '${needed}'` };
  if (type !== "metric") return;
  const { metrics, annotations, view } = properties;
  if (metrics === undefined && annotations === undefined)
    yield { DataPath: path, Message: "Should have required property 'metrics'" };
  if (metrics !== undefined && !Array.isArray(metrics))
    yield { DataPath: `${path}/metrics`, Message: "Should be array" };
  if (Array.isArray(metrics) && !metrics.every((metric) => Array.isArray(metric) || isObject(metric)))
    yield { DataPath: `${path}/metrics`, Message: "Should be an array of arrays" };
  if (view !== undefined && typeof view !== "string") yield { DataPath: `${path}/view`, Message: "Should be string" };
}
