// Works the templates of a system out as far as text, parameters and each other's outputs allow, before anything is
// deployed. What only the cloud knows stays in the text as a placeholder in ⟦⟧ that names its origin, so that equal origins
// are equal text, and a resource is recognised wherever its value goes. Pure.

import { boundValuesOf } from "../system/parameters.ts";
import type { BoundValue } from "../system/parameters.ts";
import { stackNameOf } from "../system/system.ts";
import type { Environment, System, Unit } from "../system/system.ts";
import { isTemplateObject, objectAt, textOf } from "../system/template.ts";
import type { TemplateObject, TemplateValue } from "../system/template.ts";
import { symbolsIn } from "./evaluated-system.ts";
import { withLoops } from "./loops.ts";
import type { EvaluatedSystem, EvaluatedUnit, ExportOwner, Place, UnknownName, Use } from "./evaluated-system.ts";
import { asText, splitOutside } from "./text-values.ts";

/** The units of a system and those that it borrows from other environments. */
export function allUnitsOf(system: System): readonly Unit[] {
  return [...system.units, ...(system.borrowed ?? []).map((each) => each.unit)];
}

/** Works out all units of a system, borrowed ones included. */
export function evaluateSystem(system: System, environment: Environment, place: Place): EvaluatedSystem {
  const world = new World(system, environment, place);
  return {
    units: new Map(allUnitsOf(system).map((unit) => [unit.name, world.evaluate(unit)])),
    exports: world.exports(),
    doubleExports: world.doubleExports,
  };
}

interface Sink {
  readonly uses: Use[];
  readonly unknown: UnknownName[];
}

interface Scope {
  readonly unit: Unit;
  readonly stack: string;
  readonly bound: Readonly<Record<string, BoundValue>>;
  readonly declared: TemplateObject;
  readonly parameters: Map<string, Parameter>;
  readonly conditions: Map<string, boolean | undefined>;
  readonly outputs: Map<string, string | undefined>;
}

interface Parameter {
  readonly value: TemplateValue;
  readonly from?: { readonly to: string; readonly reason: Use["reason"] };
}

/** A resource that gives a value by its name. */
interface Store {
  readonly unit: string;
  readonly logicalId: string;
}

const DYNAMIC = /\{\{resolve:(ssm|ssm-secure|secretsmanager):([^{}]*)\}\}/g;

// Holds what is worked out once and asked for many times: parameters, conditions, outputs, exports. Everything is worked out
// when it is first asked for, since an output of one unit may need a parameter which is an output of another.
class World {
  readonly doubleExports: { name: string; first: ExportOwner; second: ExportOwner }[] = [];
  readonly #system: System;
  readonly #environment: Environment;
  readonly #place: Place;
  readonly #scopes = new Map<string, Scope>();
  readonly #unitOfStack = new Map<string, string>();
  #exports: Map<string, ExportOwner> | undefined;
  #stores: ReadonlyMap<string, Store> | undefined;

  constructor(system: System, environment: Environment, place: Place) {
    this.#system = system;
    this.#environment = environment;
    this.#place = place;
    // Units of other environments give values, too; their own templates are worked out by what is bound there.
    const own = system.units.map((unit) => ({ unit, environment }));
    for (const { unit: written, environment: home } of [...own, ...(system.borrowed ?? [])]) {
      const unit = withLoops(written, (collection) => this.#itemsOf(written.name, collection));
      const stack = stackNameOf(system, home.name, unit.name);
      this.#unitOfStack.set(stack, unit.name);
      this.#scopes.set(unit.name, {
        unit,
        stack,
        bound: boundValuesOf(home, written),
        declared: objectAt(written.template.body, "Parameters"),
        parameters: new Map(),
        conditions: new Map(),
        outputs: new Map(),
      });
    }
  }

  evaluate(unit: Unit): EvaluatedUnit {
    return this.#evaluate(this.#scope(unit.name));
  }

  #evaluate(scope: Scope): EvaluatedUnit {
    const { unit } = scope;
    const sink: Sink = { uses: [], unknown: [] };
    const body: TemplateObject = {};
    for (const section of ["Globals", "Resources", "Outputs"]) {
      const members: TemplateObject = {};
      for (const [name, member] of Object.entries(objectAt(unit.template.body, section))) {
        if (section !== "Globals" && !this.#exists(scope, member)) continue;
        const value = this.#resolve(scope, withoutMetadata(member), [section, name], sink);
        if (value !== undefined) members[name] = value;
      }
      body[section] = members;
    }
    for (const name of Object.keys(scope.bound)) this.#noteUnusedBinding(scope, name, sink);
    return { unit, body, ...sink };
  }

  // A binding makes an edge even if the template does nothing with the parameter.
  #noteUnusedBinding(scope: Scope, name: string, sink: Sink): void {
    const { from, value } = this.#parameter(scope, name);
    if (from === undefined || sink.uses.some((use) => isSameReason(use.reason, from.reason))) return;
    sink.uses.push({ ...from, path: ["Parameters", name], value: asText(value) });
  }

  /** The exports of all units. A name that cannot be worked out is not among them. */
  exports(): ReadonlyMap<string, ExportOwner> {
    if (this.#exports !== undefined) return this.#exports;
    const found = new Map<string, ExportOwner>();
    // Set before it is filled: a name that needs an import finds what there is, and does not go round in circles.
    this.#exports = found;
    for (const scope of this.#scopes.values()) {
      for (const [output, declaration] of Object.entries(objectAt(scope.unit.template.body, "Outputs"))) {
        const wanted = objectAt(declaration, "Export")["Name"];
        if (wanted === undefined || !this.#exists(scope, declaration)) continue;
        const name = asText(this.#resolve(scope, wanted, [], undefined));
        const owner: ExportOwner = { unit: scope.unit.name, output };
        const first = found.get(name);
        if (first === undefined) found.set(name, owner);
        else this.doubleExports.push({ name, first, second: owner });
      }
    }
    return found;
  }

  // SSM parameters and secrets that units declare, by "ssm" or "secretsmanager" and name.
  #storesByName(): ReadonlyMap<string, Store> {
    if (this.#stores !== undefined) return this.#stores;
    const found = new Map<string, Store>();
    this.#stores = found;
    for (const scope of this.#scopes.values()) {
      for (const [logicalId, resource] of Object.entries(objectAt(scope.unit.template.body, "Resources"))) {
        const service = STORES[textOf(objectAt(resource)["Type"]) ?? ""];
        const wanted = objectAt(resource, "Properties")["Name"];
        if (service === undefined || wanted === undefined || !this.#exists(scope, resource)) continue;
        const name = asText(this.#resolve(scope, wanted, [], undefined));
        found.set(`${service}\n${name}`, { unit: scope.unit.name, logicalId });
      }
    }
    return found;
  }

  // What a loop goes over; undefined where only the cloud knows.
  #itemsOf(unit: string, collection: TemplateValue): readonly string[] | undefined {
    const items = this.#resolve(this.#scope(unit), collection, [], undefined);
    if (!Array.isArray(items)) return undefined;
    const texts = items.map(asText);
    return texts.some((text) => text.includes("⟦")) ? undefined : texts;
  }

  #scope(unit: string): Scope {
    const scope = this.#scopes.get(unit);
    if (scope === undefined) throw new RangeError(`There is no unit "${unit}".`);
    return scope;
  }

  #stackOf(unit: string): string {
    return this.#scopes.get(unit)?.stack ?? stackNameOf(this.#system, this.#environment.name, unit);
  }

  #exists(scope: Scope, declaration: TemplateValue): boolean {
    const condition = isTemplateObject(declaration) ? textOf(declaration["Condition"]) : undefined;
    return condition === undefined || this.#condition(scope, condition) !== false;
  }

  // The value of an output, as other units read it; undefined if the template has none of the name.
  #output(unit: string, name: string): string | undefined {
    const scope = this.#scopes.get(unit);
    const declaration = scope === undefined ? undefined : objectAt(scope.unit.template.body, "Outputs")[name];
    if (scope === undefined || declaration === undefined) return undefined;
    if (scope.outputs.has(name)) return scope.outputs.get(name);
    // For the time being, in case that outputs need each other in a circle.
    scope.outputs.set(name, `⟦${unit}/${name}⟧`);
    const value = asText(this.#resolve(scope, objectAt(declaration)["Value"] ?? "", [], undefined));
    scope.outputs.set(name, value);
    return value;
  }

  #parameter(scope: Scope, name: string): Parameter {
    const known = scope.parameters.get(name);
    if (known !== undefined) return known;
    const unknown = `⟦${scope.unit.name}/${name}⟧`;
    scope.parameters.set(name, { value: unknown });
    const parameter = this.#workOutParameter(scope, name, unknown);
    scope.parameters.set(name, parameter);
    return parameter;
  }

  #workOutParameter(scope: Scope, name: string, unknown: string): Parameter {
    const value = scope.bound[name];
    const type = textOf(objectAt(scope.declared, name)["Type"]) ?? "String";
    if (value === undefined) return { value: unknown };
    const given = this.#givenValue(name, value);
    if (type.startsWith("AWS::SSM::Parameter::Value")) {
      const ssmName = asText(given.value);
      const store = this.#storesByName().get(`ssm\n${ssmName}`);
      if (store === undefined) return { value: unknown, ...(given.from === undefined ? {} : { from: given.from }) };
      return { value: this.#storedValue(store), from: { to: store.unit, reason: { kind: "ssm", name: ssmName } } };
    }
    const isList = type === "CommaDelimitedList" || type.startsWith("List<");
    return isList ? { ...given, value: asText(given.value).split(",") } : given;
  }

  #givenValue(parameter: string, value: BoundValue): Parameter {
    if (typeof value !== "object") return { value: String(value) };
    if (!("kind" in value)) return { value: value.join(",") };
    if (value.kind === "stackName")
      return { value: this.#stackOf(value.unit), from: { to: value.unit, reason: { kind: "parameter", parameter } } };
    return {
      value: this.#output(value.unit, value.output) ?? `⟦${value.unit}/${value.output}⟧`,
      from: { to: value.unit, reason: { kind: "parameter", parameter, output: value.output } },
    };
  }

  #storedValue({ unit, logicalId }: Store): string {
    const scope = this.#scope(unit);
    const value = objectAt(scope.unit.template.body, "Resources", logicalId, "Properties")["Value"];
    // A secret's value is for nobody to see.
    return value === undefined ? `⟦${unit}.${logicalId}.Value⟧` : asText(this.#resolve(scope, value, [], undefined));
  }

  // True, false, or undefined where only the cloud knows.
  #condition(scope: Scope, name: string): boolean | undefined {
    if (scope.conditions.has(name)) return scope.conditions.get(name);
    scope.conditions.set(name, undefined);
    const value = this.#truth(scope, objectAt(scope.unit.template.body, "Conditions")[name]);
    scope.conditions.set(name, value);
    return value;
  }

  #truth(scope: Scope, value: TemplateValue | undefined): boolean | undefined {
    if (!isTemplateObject(value)) return undefined;
    if (typeof value["Condition"] === "string") return this.#condition(scope, value["Condition"]);
    const parts = (name: string): readonly (boolean | undefined)[] => {
      const list = value[name];
      return Array.isArray(list) ? list.map((each) => this.#truth(scope, each)) : [];
    };
    if (value["Fn::Not"] !== undefined) {
      const [inner] = parts("Fn::Not");
      return inner === undefined ? undefined : !inner;
    }
    if (value["Fn::And"] !== undefined) {
      const all = parts("Fn::And");
      return all.includes(false) ? false : all.includes(undefined) ? undefined : true;
    }
    if (value["Fn::Or"] !== undefined) {
      const all = parts("Fn::Or");
      return all.includes(true) ? true : all.includes(undefined) ? undefined : false;
    }
    const sides = value["Fn::Equals"];
    if (!Array.isArray(sides)) return undefined;
    const [left = "", right = ""] = sides.map((side) => asText(this.#resolve(scope, side, [], undefined)));
    if (left === right) return true;
    return left.includes("⟦") || right.includes("⟦") ? undefined : false;
  }

  // INVARIANT: `path` is restored before it returns; whoever keeps it makes a copy.
  #resolve(scope: Scope, value: TemplateValue, path: string[], sink: Sink | undefined): TemplateValue | undefined {
    if (typeof value === "string")
      return value.includes("{{resolve:") ? this.#dynamicReferences(scope, value, path, sink) : value;
    if (value === null || typeof value !== "object") return value;
    if (Array.isArray(value)) {
      const items: TemplateValue[] = [];
      for (let index = 0; index < value.length; index++) {
        path.push(String(index));
        const item = this.#resolve(scope, value[index] ?? null, path, sink);
        path.pop();
        if (item !== undefined) items.push(item);
      }
      return items;
    }
    const names = Object.keys(value);
    const [only = ""] = names;
    if (names.length === 1 && (only === "Ref" || only.startsWith("Fn::"))) {
      path.push(only);
      const result = this.#call(scope, only, value[only] ?? null, path, sink);
      path.pop();
      return result;
    }
    const object: TemplateObject = {};
    for (const name of names) {
      path.push(name);
      const member = this.#resolve(scope, value[name] ?? null, path, sink);
      path.pop();
      if (member !== undefined) object[name] = member;
    }
    return object;
  }

  #call(
    scope: Scope,
    name: string,
    argument: TemplateValue,
    path: string[],
    sink: Sink | undefined,
  ): TemplateValue | undefined {
    const list = Array.isArray(argument) ? argument : [argument];
    const text = (value: TemplateValue | undefined): string =>
      asText(value === undefined ? "" : this.#resolve(scope, value, path, sink));
    switch (name) {
      case "Ref":
        return this.#ref(scope, asText(argument), path, sink);
      case "Fn::GetAtt": {
        const [logicalId = "", ...attribute] = list.length > 1 ? list.map(text) : asText(argument).split(".");
        return `⟦${scope.unit.name}.${logicalId}.${attribute.join(".")}⟧`;
      }
      case "Fn::Sub":
        return this.#substitute(scope, argument, path, sink);
      case "Fn::Join": {
        const parts = this.#resolve(scope, list[1] ?? [], path, sink);
        const separator = asText(list[0]);
        return Array.isArray(parts) ? parts.map(asText).join(separator) : asText(parts);
      }
      case "Fn::Split":
        return splitOutside(text(list[1]), asText(list[0]));
      case "Fn::Select": {
        const from = this.#resolve(scope, list[1] ?? [], path, sink);
        const items = Array.isArray(from) ? from : [asText(from)];
        // Of a value that only the cloud knows, each part is at least known by where it comes from.
        return items[Number(text(list[0]))] ?? items.find((each) => asText(each).includes("⟦")) ?? "";
      }
      case "Fn::FindInMap":
        return this.#findInMap(scope, list, path, sink);
      case "Fn::If": {
        const truth = this.#condition(scope, asText(list[0]));
        if (truth !== undefined) return this.#resolve(scope, list[truth ? 1 : 2] ?? "", path, sink);
        return `⟦If ${asText(list[0])}: ${text(list[1])} / ${text(list[2])}⟧`;
      }
      case "Fn::ImportValue":
        return this.#import(scope, text(argument), path, sink);
      case "Fn::GetStackOutput":
        return this.#stackOutput(scope, argument, path, sink);
      case "Fn::ToJsonString":
        return JSON.stringify(this.#resolve(scope, argument, path, sink) ?? null);
      case "Fn::Length": {
        const counted = this.#resolve(scope, argument, path, sink);
        return Array.isArray(counted) ? counted.length : "⟦Length⟧";
      }
      default:
        // Fn::Base64, Fn::Cidr, Fn::GetAZs, Fn::Transform: what goes in is known, what comes out is not.
        return `⟦${name.slice("Fn::".length)} ${text(argument)}⟧`;
    }
  }

  #ref(scope: Scope, name: string, path: readonly string[], sink: Sink | undefined): TemplateValue | undefined {
    if (Object.hasOwn(scope.declared, name) || Object.hasOwn(scope.bound, name)) {
      const { value, from } = this.#parameter(scope, name);
      if (from !== undefined) sink?.uses.push({ ...from, path: [...path], value: asText(value) });
      return value;
    }
    switch (name) {
      case "AWS::StackName":
        return scope.stack;
      case "AWS::Region":
        return this.#place.region ?? "⟦Region⟧";
      case "AWS::AccountId":
        return this.#place.account ?? "⟦AccountId⟧";
      case "AWS::Partition":
        return partitionOf(this.#place.region);
      case "AWS::URLSuffix":
        return partitionOf(this.#place.region) === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
      case "AWS::NoValue":
        return undefined;
      default:
        // A pseudo parameter such as AWS::StackId is the unit's own; anything else is a resource.
        return name.startsWith("AWS::")
          ? `⟦${scope.unit.name}/${name.slice("AWS::".length)}⟧`
          : `⟦${scope.unit.name}.${name}⟧`;
    }
  }

  #substitute(scope: Scope, argument: TemplateValue, path: string[], sink: Sink | undefined): string {
    const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
    const local = isTemplateObject(variables) ? variables : {};
    const result = asText(text).replace(/\$\{([^!{}][^{}]*)\}/g, (_, written: string) => {
      const name = written.trim();
      const own = local[name];
      if (own !== undefined) return asText(this.#resolve(scope, own, path, sink));
      if (!name.startsWith("AWS::") && name.includes(".")) return `⟦${scope.unit.name}.${name}⟧`;
      return asText(this.#ref(scope, name, path, sink));
    });
    const plain = result.replaceAll("${!", "${");
    return plain.includes("{{resolve:") ? this.#dynamicReferences(scope, plain, path, sink) : plain;
  }

  #findInMap(
    scope: Scope,
    [map, first, second, more]: readonly TemplateValue[],
    path: string[],
    sink: Sink | undefined,
  ): TemplateValue | undefined {
    const keys = [map, first, second].map((each) => asText(this.#resolve(scope, each ?? "", path, sink)));
    const [name = "", top = "", key = ""] = keys;
    const found = objectAt(scope.unit.template.body, "Mappings", name, top)[key];
    if (found !== undefined) return found;
    // AWS: "Fn::FindInMap", "DefaultValue" of AWS::LanguageExtensions.
    const fallback = isTemplateObject(more) ? more["DefaultValue"] : undefined;
    return fallback === undefined ? `⟦FindInMap ${keys.join(" ")}⟧` : this.#resolve(scope, fallback, path, sink);
  }

  #import(scope: Scope, name: string, path: readonly string[], sink: Sink | undefined): string {
    const owner = this.exports().get(name);
    if (owner === undefined) {
      sink?.unknown.push({ kind: "import", name, path: [...path] });
      return `⟦import ${name}⟧`;
    }
    const value = this.#output(owner.unit, owner.output) ?? "";
    sink?.uses.push({
      reason: { kind: "import", export: name, output: owner.output },
      to: owner.unit,
      path: [...path],
      value,
    });
    return value;
  }

  // AWS: "Fn::GetStackOutput": an object with StackName and OutputName.
  #stackOutput(scope: Scope, argument: TemplateValue, path: string[], sink: Sink | undefined): string {
    const read = isTemplateObject(argument) ? argument : {};
    const stack = asText(this.#resolve(scope, read["StackName"] ?? "", path, sink));
    const output = asText(this.#resolve(scope, read["OutputName"] ?? "", path, sink));
    const to = this.#unitOfStack.get(stack);
    if (to === undefined || to === scope.unit.name) return `⟦output ${stack} ${output}⟧`;
    const value = this.#output(to, output);
    if (value === undefined) sink?.unknown.push({ kind: "output", name: output, unit: to, path: [...path] });
    sink?.uses.push({ reason: { kind: "stackOutput", output }, to, path: [...path], value: value ?? "" });
    return value ?? `⟦${to}/${output}⟧`;
  }

  // AWS: "Get values stored in other services using dynamic references": {{resolve:ssm:NAME:VERSION}} and
  // {{resolve:secretsmanager:SECRET-ID:SecretString:KEY:STAGE:VERSION}}, where the id may be an ARN.
  #dynamicReferences(scope: Scope, text: string, path: readonly string[], sink: Sink | undefined): string {
    return text.replace(DYNAMIC, (written, service: string, reference: string) => {
      const isSecret = service === "secretsmanager";
      const name = isSecret ? secretNameOf(reference) : reference.replace(/:\d+$/, "");
      const symbol = symbolsIn(name)[0];
      const store = this.#storesByName().get(`${isSecret ? "secretsmanager" : "ssm"}\n${name}`) ?? symbol;
      if (store === undefined) return written;
      const value = isSecret ? `⟦${store.unit}.${store.logicalId}.Value⟧` : this.#storedValue(store);
      if (store.unit !== scope.unit.name) {
        const reason = { kind: isSecret ? "secret" : "ssm", name } as const;
        sink?.uses.push({ reason, to: store.unit, path: [...path], value });
      }
      return value;
    });
  }
}

// Which types keep a value that others read by the name.
const STORES: Readonly<Record<string, "ssm" | "secretsmanager">> = {
  "AWS::SSM::Parameter": "ssm",
  "AWS::SecretsManager::Secret": "secretsmanager",
};

function secretNameOf(reference: string): string {
  if (!reference.startsWith("arn:")) return reference.split(":")[0] ?? "";
  // AWS: "What's in a Secrets Manager secret": an ARN ends with a hyphen and six random characters.
  return (reference.split(":")[6] ?? "").replace(/-[A-Za-z0-9]{6}$/, "");
}

function withoutMetadata(value: TemplateValue): TemplateValue {
  if (!isTemplateObject(value) || !("Metadata" in value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== "Metadata"));
}

function isSameReason(one: Use["reason"], other: Use["reason"]): boolean {
  return (
    one.kind === other.kind &&
    (one.kind !== "parameter" || other.kind !== "parameter" || one.parameter === other.parameter) &&
    (one.kind !== "ssm" || other.kind !== "ssm" || one.name === other.name)
  );
}

// AWS: "Amazon Resource Names": the partitions of China and GovCloud.
function partitionOf(region: string | undefined): string {
  if (region?.startsWith("cn-") === true) return "aws-cn";
  return region?.startsWith("us-gov-") === true ? "aws-us-gov" : "aws";
}
