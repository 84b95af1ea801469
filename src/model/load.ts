// Reads the models which scripts/extract-models.mjs wrote, and links each service's shapes. A service is read when it
// is first asked for, and a shape is linked when it is first looked at: EC2 alone has 3,400.

import { existsSync, readFileSync } from "node:fs";
import { OperatorError } from "../kernel/errors.ts";
import type {
  Member,
  OperationModel,
  Protocol,
  ServiceId,
  ServiceModel,
  ServiceRouting,
  Shape,
  SimpleShape,
  StructureShape,
  Traits,
} from "./model.ts";

/** A shape's index, or -1 - n for an anonymous simple shape of the SDK's number n; with the member's traits if any. */
type Reference = number | readonly [target: number, traits: RawTraits];
type RawTraits = Readonly<Record<string, unknown>>;
type RawShape =
  | readonly [kind: 0, name: string, traits: RawTraits, type: Reference]
  | readonly [kind: 1, name: string, traits: RawTraits, element: Reference]
  | readonly [kind: 2, name: string, traits: RawTraits, key: Reference, value: Reference]
  | readonly [
      kind: 3 | 4,
      name: string,
      traits: RawTraits,
      memberNames: readonly string[],
      members: readonly Reference[],
      requiredCount: number,
      error?: readonly [code: string, status: number, fault: "client" | "server"],
    ];

interface RawService {
  readonly id: ServiceId;
  readonly sdkId: string;
  readonly apiVersion: string;
  readonly signingName: string;
  readonly endpointPrefix: string;
  readonly protocols: readonly Protocol[];
  readonly targetPrefix?: string;
  readonly xmlNamespace?: string;
  readonly isQueryCompatible?: boolean;
  readonly operations: Readonly<
    Record<
      string,
      readonly [input: number, output: number, http: readonly [method: string, uri: string, status: number] | null]
    >
  >;
  readonly errors: readonly number[];
  readonly shapes: readonly RawShape[];
}

const models = new Map<ServiceId, ServiceModel>();
let index: readonly ServiceRouting[] | undefined;

/** The routing data of every service, in alphabetical order of their ids. */
export function serviceIndex(): readonly ServiceRouting[] {
  index ??= (JSON.parse(read("index.json")) as { services: ServiceRouting[] }).services;
  return index;
}

/** The linked model of one service; throws an OperatorError if its SDK client is not among the dependencies. */
export function loadModel(id: ServiceId): ServiceModel {
  let model = models.get(id);
  if (model === undefined) {
    model = link(JSON.parse(read(`${id}.json`)) as RawService);
    models.set(id, model);
  }
  return model;
}

function read(name: string): string {
  // This file is src/model/load.ts in development, and part of dist/*.js when bundled; generated/ is beside both.
  for (const folder of ["../../generated/models/", "../generated/models/"]) {
    const url = new URL(folder + name, import.meta.url);
    if (existsSync(url)) return readFileSync(url, "utf8");
  }
  throw new OperatorError({
    code: "ERR_MODELS_MISSING",
    message: `The service model "${name}" has not been generated.`,
    hints: ["npm run models"],
  });
}

function link(raw: RawService): ServiceModel {
  const linked: Shape[] = [];

  const shapeAt = (target: number): Shape =>
    target < 0 ? simpleShape(-1 - target) : (linked[target] ??= build(target));

  function build(target: number): Shape {
    const shape = raw.shapes[target] as RawShape;
    const traits = cleanTraits(shape[2]);
    if (shape[0] === 0) {
      const base = shapeAt(typeof shape[3] === "number" ? shape[3] : shape[3][0]);
      return { ...base, traits: { ...base.traits, ...traits } };
    }
    if (shape[0] === 1) return { kind: "list", traits, member: memberOf("member", shape[3]) };
    if (shape[0] === 2)
      return { kind: "map", traits, key: memberOf("key", shape[3]), value: memberOf("value", shape[4]) };
    const [, name, , names, references, requiredCount, error] = shape;
    return {
      kind: shape[0] === 4 ? "union" : "structure",
      name,
      traits,
      members: new Map(names.map((member, position) => [member, memberOf(member, references[position] as Reference)])),
      required: names.slice(0, requiredCount),
      ...(error !== undefined && { error: { code: error[0], status: error[1], fault: error[2] } }),
    };
  }

  function memberOf(name: string, reference: Reference): Member {
    const [target, own] = typeof reference === "number" ? [reference, {}] : reference;
    return new LinkedMember(name, cleanTraits(own), () => shapeAt(target));
  }

  const operations = new Map<string, OperationModel>();
  for (const [name, [input, output, http]] of Object.entries(raw.operations)) {
    operations.set(
      name,
      new LinkedOperation(
        name,
        raw.id,
        http,
        () => shapeAt(input),
        () => shapeAt(output),
      ),
    );
  }

  const errors = new Map<string, StructureShape>();
  const errorShapes = raw.errors.map((target) => shapeAt(target) as StructureShape);
  for (const shape of errorShapes) if (shape.error !== undefined) errors.set(shape.error.code, shape);
  for (const shape of errorShapes) errors.set(shape.name, shape);

  const { id, sdkId, apiVersion, signingName, endpointPrefix, protocols, targetPrefix, xmlNamespace } = raw;
  const isQueryCompatible = raw.isQueryCompatible === true;
  const names = { id, sdkId, apiVersion, signingName, endpointPrefix, protocols, isQueryCompatible };
  return {
    ...names,
    ...(targetPrefix !== undefined && { targetPrefix }),
    ...(xmlNamespace !== undefined && { xmlNamespace }),
    operations,
    errors,
  };
}

/** A member whose shape is linked on first use, because shapes refer to each other in circles. */
class LinkedMember implements Member {
  readonly name: string;
  readonly #own: Traits;
  #link: (() => Shape) | undefined;
  #shape: Shape | undefined;
  #traits: Traits | undefined;

  constructor(name: string, own: Traits, resolve: () => Shape) {
    this.name = name;
    this.#own = own;
    this.#link = resolve;
  }

  get shape(): Shape {
    if (this.#shape === undefined && this.#link !== undefined) {
      this.#shape = this.#link();
      this.#link = undefined;
    }
    return this.#shape as Shape;
  }

  /** The member's own traits over those of its simple shape, so that one look tells the format of a timestamp. */
  get traits(): Traits {
    this.#traits ??= "members" in this.shape ? this.#own : { ...this.shape.traits, ...this.#own };
    return this.#traits;
  }
}

class LinkedOperation implements OperationModel {
  readonly name: string;
  readonly service: ServiceId;
  readonly http?: NonNullable<OperationModel["http"]>;
  readonly #input: () => Shape;
  readonly #output: () => Shape;

  constructor(
    name: string,
    service: ServiceId,
    http: readonly [method: string, uri: string, status: number] | null,
    input: () => Shape,
    output: () => Shape,
  ) {
    this.name = name;
    this.service = service;
    if (http !== null) this.http = { method: http[0], uri: http[1], status: http[2] };
    this.#input = input;
    this.#output = output;
  }

  get input(): StructureShape {
    return this.#input() as StructureShape;
  }

  get output(): StructureShape {
    return this.#output() as StructureShape;
  }
}

/** Traits as the model has them: flags true instead of 1, and what AWS marks on operations and errors left out. */
function cleanTraits(raw: RawTraits): Traits {
  const traits: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(raw)) {
    if (name === "error" || name === "httpError" || name === "awsQueryError") continue;
    traits[name] = value === 1 ? true : value;
  }
  return traits;
}

const simpleShapes = new Map<number, Shape>();

/** The shape that the SDK writes as a number: see @smithy/types, "sentinels". */
function simpleShape(sentinel: number): Shape {
  let shape = simpleShapes.get(sentinel);
  if (shape === undefined) {
    shape = describeSentinel(sentinel);
    simpleShapes.set(sentinel, shape);
  }
  return shape;
}

const SENTINELS: Readonly<Record<number, SimpleShape>> = {
  0: { kind: "string", traits: {} },
  1: { kind: "number", traits: {} },
  2: { kind: "boolean", traits: {} },
  4: { kind: "timestamp", traits: {} },
  5: { kind: "timestamp", traits: { timestampFormat: "date-time" } },
  6: { kind: "timestamp", traits: { timestampFormat: "http-date" } },
  7: { kind: "timestamp", traits: { timestampFormat: "epoch-seconds" } },
  15: { kind: "document", traits: {} },
  17: { kind: "bigInteger", traits: {} },
  19: { kind: "bigDecimal", traits: {} },
  21: { kind: "blob", traits: {} },
  42: { kind: "blob", traits: { streaming: true } },
};

function describeSentinel(sentinel: number): Shape {
  const simple = SENTINELS[sentinel];
  if (simple !== undefined) return simple;
  const inner = simpleShape(sentinel & 63);
  const member = (name: string, shape: Shape): Member => ({ name, traits: shape.traits, shape });
  if (sentinel < 128) return { kind: "list", traits: {}, member: member("member", inner) };
  return { kind: "map", traits: {}, key: member("key", simpleShape(0)), value: member("value", inner) };
}
