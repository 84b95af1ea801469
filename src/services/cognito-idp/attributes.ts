// The attributes of users: what a pool's schema allows. Pure. AWS: "Working with user attributes".

import type { AttributeType, SchemaAttributeType } from "@aws-sdk/client-cognito-identity-provider";
import { invalidParameter } from "./errors.ts";

type Attributes = Readonly<Record<string, string>>;

// AWS: "Working with user attributes", "Standard attributes"; sizes and types as DescribeUserPool shows them.
const TEXT = {
  AttributeDataType: "String",
  StringAttributeConstraints: { MinLength: "0", MaxLength: "2048" },
} as const;
const STANDARD: readonly SchemaAttributeType[] = [
  "profile",
  "address",
  "birthdate",
  "gender",
  "preferred_username",
  "updated_at",
  "website",
  "picture",
  "identities",
  "sub",
  "phone_number",
  "phone_number_verified",
  "zoneinfo",
  "locale",
  "email",
  "email_verified",
  "given_name",
  "family_name",
  "middle_name",
  "name",
  "nickname",
].map((Name) => ({
  Name,
  DeveloperOnlyAttribute: false,
  Mutable: Name !== "sub",
  Required: Name === "sub",
  ...(Name.endsWith("_verified")
    ? { AttributeDataType: "Boolean" as const }
    : Name === "updated_at"
      ? { AttributeDataType: "Number" as const, NumberAttributeConstraints: { MinValue: "0" } }
      : Name === "birthdate"
        ? { ...TEXT, StringAttributeConstraints: { MinLength: "10", MaxLength: "10" } }
        : Name === "sub"
          ? { ...TEXT, StringAttributeConstraints: { MinLength: "1", MaxLength: "2048" } }
          : TEXT),
}));

/** The schema of a new pool: the standard attributes, changed and added to by those that the customer gives. */
export function schemaOf(given: readonly SchemaAttributeType[]): readonly SchemaAttributeType[] {
  const standard = STANDARD.map((attribute) => {
    const { Name: _, ...change } = given.find(({ Name }) => Name === attribute.Name) ?? {};
    return { ...attribute, ...withoutUndefined(change) };
  });
  const isStandard = ({ Name }: SchemaAttributeType): boolean => STANDARD.some((each) => each.Name === Name);
  return addCustom(
    standard,
    given.filter((attribute) => !isStandard(attribute)),
  );
}

/** The schema with custom attributes; throws for one that is there. AWS: AddCustomAttributes. */
export function addCustom(
  schema: readonly SchemaAttributeType[],
  more: readonly SchemaAttributeType[],
): readonly SchemaAttributeType[] {
  const added = [...schema];
  for (const { Name: name = "", AttributeDataType = "String", ...rest } of more) {
    const prefix = rest.DeveloperOnlyAttribute === true ? "dev:custom:" : "custom:";
    const Name = `${prefix}${name.replace(/^(?:dev:)?custom:/, "")}`;
    if (added.some((each) => each.Name === Name))
      throw invalidParameter(`${Name}: Existing attribute already has name ${Name}.`);
    if (rest.Required === true) throw invalidParameter("Required custom attributes are not supported currently.");
    added.push({
      Name,
      AttributeDataType,
      DeveloperOnlyAttribute: rest.DeveloperOnlyAttribute ?? false,
      Mutable: rest.Mutable ?? true,
      Required: false,
      ...(AttributeDataType === "String" && { StringAttributeConstraints: rest.StringAttributeConstraints ?? {} }),
      ...(AttributeDataType === "Number" && { NumberAttributeConstraints: rest.NumberAttributeConstraints ?? {} }),
    });
  }
  return added;
}

/** Attributes of a request as a record; throws InvalidParameterException for those that the schema does not allow. */
export function readAttributes(
  schema: readonly SchemaAttributeType[],
  given: readonly AttributeType[],
  options: { readonly isNew: boolean; readonly writable?: readonly string[] | undefined },
): Attributes {
  const attributes: Record<string, string> = {};
  for (const { Name: name = "", Value: value = "" } of given) {
    const rule = schema.find((each) => each.Name === name);
    if (rule === undefined || name === "sub")
      throw invalidParameter(
        `Attributes did not conform to the schema: ${name}: Attribute does not exist in the schema.\n`,
      );
    // Said by identity providers and links alone; whoever could write it would be somebody else.
    if (name === "identities" || (!options.isNew && rule.Mutable === false))
      throw invalidParameter(`user.${name}: Attribute cannot be updated.\n`);
    if (options.writable !== undefined && !options.writable.includes(name))
      throw invalidParameter("A client attempted to write unauthorized attribute");
    requireValue(rule, value);
    attributes[name] = value;
  }
  return attributes;
}

/** Throws unless all required attributes are there. */
export function requireAll(schema: readonly SchemaAttributeType[], attributes: Attributes): void {
  const missing = schema.filter(
    ({ Name = "", Required }) => Required === true && Name !== "sub" && !(Name in attributes),
  );
  if (missing.length === 0) return;
  const lines = missing.map(({ Name = "" }) => `${Name}: The attribute ${Name} is required\n`);
  throw invalidParameter(`Attributes did not conform to the schema: ${lines.join("")}`);
}

/** Attributes as answers have them; `sub` is one of them. */
export function attributeList(attributes: Attributes): AttributeType[] {
  return Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
}

function requireValue({ Name: name = "", ...rule }: SchemaAttributeType, value: string): void {
  const { MinLength, MaxLength } = rule.StringAttributeConstraints ?? {};
  const { MinValue, MaxValue } = rule.NumberAttributeConstraints ?? {};
  const fail = (problem: string): never => {
    throw invalidParameter(`Attributes did not conform to the schema: ${name}: ${problem}\n`);
  };
  if (name === "email" && !/^[^\s@]+@[^\s@]+$/.test(value)) throw invalidParameter("Invalid email address format.");
  if (name === "phone_number" && !/^\+\d{4,15}$/.test(value)) throw invalidParameter("Invalid phone number format.");
  if (rule.AttributeDataType === "Boolean" && value !== "true" && value !== "false")
    fail("Attribute must be a boolean.");
  if (rule.AttributeDataType === "Number" && !/^-?\d+$/.test(value)) fail("Attribute must be a number.");
  if (MinLength !== undefined && value.length < Number(MinLength)) fail("String must be longer than MinLength.");
  if (MaxLength !== undefined && value.length > Number(MaxLength)) fail("String must be no longer than MaxLength.");
  if (MinValue !== undefined && Number(value) < Number(MinValue)) fail("Number must be no less than MinValue.");
  if (MaxValue !== undefined && Number(value) > Number(MaxValue)) fail("Number must be no greater than MaxValue.");
}

function withoutUndefined<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}
