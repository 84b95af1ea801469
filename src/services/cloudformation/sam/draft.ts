// The template that the transform is making, and what its resource types share.

import { canonicalJson, isRecord, memberOf, setMember } from "../template/values.ts";
import { createHash } from "node:crypto";
import type { ParameterValues } from "./parameter-values.ts";
import type { PropertyRules } from "./property-rules.ts";

export type Values = Record<string, unknown>;

/** One SAM resource with the defaults of Globals merged in. */
export interface SamResource {
  readonly logicalId: string;
  /** As written: attributes such as Condition and DependsOn, and what positions know. */
  readonly source: Values;
  readonly properties: Values;
}

/** A SAM resource type: what it takes, and what it becomes. */
export interface SamType {
  readonly typeName: string;
  readonly properties: PropertyRules;
  /** Tags that everything gets which is made of a resource. */
  readonly tagsOf?: (properties: Values) => Values | undefined;
  expand(resource: SamResource, draft: Draft): void;
}

/** A route that a function's event adds to an HTTP API. */
export interface HttpRoute {
  /** The event's logical id, for what is wrong with it. */
  readonly eventId: string;
  /** What the event asks of callers. */
  readonly auth: Values | undefined;
  readonly path: string;
  readonly method: string;
  readonly isDefault: boolean;
  readonly functionArn: string;
  readonly condition: string | undefined;
  /** What the function's own resources take over, its policies among them. */
  readonly attributes: Values;
  readonly payloadFormatVersion: unknown;
  readonly timeoutInMillis: unknown;
  readonly settings: unknown;
  /** Tags that go on to an API that is made for the route. */
  readonly tags: Values | undefined;
}

/** A route that a function's event adds to a REST API. */
export interface RestRoute {
  /** The event's logical id, for what is wrong with it. */
  readonly eventId: string;
  readonly path: string;
  /** As OpenAPI writes it. */
  readonly method: string;
  readonly functionArn: string;
  readonly condition: string | undefined;
  readonly attributes: Values;
  readonly auth: Values;
  readonly requestModel: Values | undefined;
  readonly requestParameters: readonly unknown[];
  readonly timeoutInMillis: unknown;
  readonly isStreamed: boolean;
  /** Set where executions of a state machine are started instead of a function. */
  readonly execution?: {
    readonly machineId: string;
    readonly roleId: string;
    /** Whether the body goes on as JSON that quotes do not break. */
    readonly isUnescaped: boolean;
  };
  /** Tags that go on to an API that is made for the route. */
  readonly tags: Values | undefined;
}

/** What is wrong with a SAM resource, in SAM's words. */
export class SamError extends Error {
  readonly owner: object | undefined;
  readonly member: string | undefined;
  /** Whose the message is: null where it is the whole template's; undefined for the resource at hand. */
  readonly logicalId: string | null | undefined;

  constructor(message: string, owner?: object, member?: string, logicalId?: string | null) {
    super(message);
    this.name = "SamError";
    this.owner = owner;
    this.member = member;
    this.logicalId = logicalId;
  }
}

/** For what is wrong with the whole template. */
export function templateError(message: string, owner?: object, member?: string): SamError {
  return new SamError(`Structure of the SAM template is invalid. ${message}`, owner, member, null);
}

/** The state of one transformation. */
export class Draft {
  readonly body: Readonly<Values>;
  /** What parameters are worth. */
  readonly values: ParameterValues;
  readonly resources = new Map<string, unknown>();
  readonly conditions = new Map<string, unknown>();
  /** Names such as "Function.Alias" that stand for generated resources. */
  readonly names = new Map<string, string>();
  /** Routes by the logical id of their API. */
  readonly routes = new Map<string, HttpRoute[]>();
  /** HTTP APIs which wait for their routes. */
  readonly httpApis: SamResource[] = [];
  /** Routes of REST APIs by the logical id of their API. */
  readonly restRoutes = new Map<string, RestRoute[]>();
  /** Functions that are deployed by CodeDeploy: under which condition, and whether by a role of their own. */
  readonly deployments: {
    readonly condition: string | undefined;
    readonly hasRole: boolean;
    readonly tags: Values | undefined;
  }[] = [];
  /** REST APIs which wait for their routes. */
  readonly restApis: SamResource[] = [];
  /** Now, in whole seconds: what an API that is to be deployed always is named by. */
  readonly nowSeconds: number;

  #made: Set<string> | undefined;

  constructor(body: Readonly<Values>, values: ParameterValues, nowSeconds: number) {
    this.body = body;
    this.nowSeconds = nowSeconds;
    this.values = values;
  }

  /** The logical ids of what `work` adds. */
  madeBy(work: () => void): ReadonlySet<string> {
    const before = this.#made;
    const made = new Set<string>();
    this.#made = made;
    try {
      work();
    } finally {
      this.#made = before;
    }
    return made;
  }

  /** Adds a resource; members that are undefined are left out. */
  add(logicalId: string, typeName: string, attributes: Values, properties: Values): void {
    this.#made?.add(logicalId);
    this.resources.set(logicalId, { Type: typeName, ...attributes, Properties: withoutUndefined(properties) });
  }

  /** A resource's type as the template has it. */
  writtenType(logicalId: string | undefined): string | undefined {
    const { Resources: resources } = this.body;
    const resource = isRecord(resources) && logicalId !== undefined ? memberOf(resources, logicalId) : undefined;
    return isRecord(resource) && typeof resource["Type"] === "string" ? resource["Type"] : undefined;
  }

  addRestRoute(apiId: string, route: RestRoute): void {
    this.restRoutes.set(apiId, [...(this.restRoutes.get(apiId) ?? []), route]);
  }

  addRoute(apiId: string, route: HttpRoute): void {
    const routes = this.routes.get(apiId);
    if (routes === undefined) this.routes.set(apiId, [route]);
    else routes.push(route);
  }
}

/** What a generated resource takes over from the SAM resource. */
export function passedOn(source: Values): Values {
  return pick(source, ["Condition", "DeletionPolicy", "UpdateReplacePolicy"]);
}

/** The resource that takes the SAM resource's own place takes over everything. */
export function passedOnAll(source: Values): Values {
  return pick(source, ["Condition", "DeletionPolicy", "DependsOn", "Metadata", "UpdateReplacePolicy"]);
}

/** Those of the members that are there. */
export function pick(values: Values, names: Iterable<string>): Values {
  const picked: Values = {};
  for (const name of names) {
    const value = memberOf(values, name);
    if (value !== undefined) setMember(picked, name, value);
  }
  return picked;
}

export function withoutUndefined(values: Values): Values {
  return pick(values, Object.keys(values));
}

/** True for an object that is one intrinsic function. */
export function isIntrinsic(value: unknown): value is Values {
  if (!isRecord(value)) return false;
  const keys = Object.keys(value);
  return keys.length === 1 && (keys[0] === "Ref" || keys[0] === "Condition" || keys[0]?.startsWith("Fn::") === true);
}

/** The end of the logical ids that SAM makes of a value: of a text itself, of anything else its JSON. */
export function idHash(data: unknown): string {
  return typeof data === "string" ? createHash("sha1").update(data).digest("hex").slice(0, 10) : shortHash(data);
}

/** JSON with all characters that ASCII lacks escaped, as the reference translator writes it. */
export function inAscii(json: string): string {
  return json.replaceAll(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** AWS: what is empty counts as not given. */
export function isSet(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return isRecord(value) ? Object.keys(value).length > 0 : Boolean(value);
}

/** True for `Ref: AWS::NoValue`, which stands for nothing. */
export function isNoValue(value: unknown): boolean {
  return isRecord(value) && value["Ref"] === "AWS::NoValue";
}

/** Ten digits that change with the data: the end of generated logical ids. */
export function shortHash(data: unknown): string {
  return createHash("sha1")
    .update(inAscii(canonicalJson(data)))
    .digest("hex")
    .slice(0, 10);
}

/** "Key, Value" pairs from a map, SAM's own tag first. */
export function tagList(createdBy: string | undefined, tags: unknown): Values[] {
  const own = createdBy === undefined ? {} : { [createdBy]: "SAM" };
  // AWS: what is null is the empty text.
  return Object.entries({ ...own, ...(isRecord(tags) ? tags : {}) }).map(([Key, Value]) => ({
    Key,
    Value: Value ?? "",
  }));
}
