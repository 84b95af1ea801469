// Values for the parameters that a template gives no default: what a user of the account would give, made where it has to exist (a VPC, a bucket, a
// certificate, a zone). Which is meant is told by the parameter's type, else by its name.

import type { TemplateObject, TemplateValue } from "../../src/delivery/system/template.ts";
import { isTemplateObject, objectAt, textOf } from "../../src/delivery/system/template.ts";
import type { Surroundings } from "./surroundings.ts";

type Make = (surroundings: Surroundings) => Promise<string>;

/** The first pattern that the parameter's type or name matches decides. */
const VALUES: readonly (readonly [RegExp, Make])[] = [
  [/^AWS::EC2::VPC::Id$/, (made) => made.vpcId()],
  [/^List<AWS::EC2::Subnet::Id>$/, (made) => made.subnetIds()],
  [/^AWS::EC2::Subnet::Id$/, (made) => made.subnetId()],
  [/^(?:List<)?AWS::EC2::SecurityGroup::Id>?$/, (made) => made.securityGroupId()],
  [/subnetids$|^subnets$/i, (made) => made.subnetIds()],
  [/subnet/i, (made) => made.subnetId()],
  [/securitygroup|sgid$/i, (made) => made.securityGroupId()],
  [/vpcid$/i, (made) => made.vpcId()],
  [/certif.*arn$/i, (made) => made.certificateArn()],
  [/hostedzoneid$/i, (made) => made.hostedZoneId()],
  [/subdomain$/i, async () => "api"],
  [/email/i, async () => "someone@example.com"],
  [/phone/i, async () => "+12065550100"],
  [/userpoolarn$/i, (made) => made.userPoolArn()],
  [/eventbusarn$/i, (made) => made.eventBusArn("corpus")],
  [/keyarn$/i, (made) => made.keyArn()],
  [/apigatewayid$|apiid$/i, (made) => made.apiId()],
  [/^stage$/i, async () => "$default"],
  [/resourcerecords$/i, async () => "10 mail.example.com"],
  [/secretarn$/i, (made) => made.secretArn()],
  [/layerarn$/i, (made) => made.layerArn()],
  [/rolearn$|executionrole$|taskrole$/i, (made) => made.roleArn()],
  [/^s3key$/i, (made) => made.objectKey()],
  [/bucket/i, (made) => made.bucketName()],
  [/clientdomain|url$|endpoint(?:url)?$/i, async () => "https://example.com"],
  [/domain/i, (made) => made.domainName()],
  [/^List<|^CommaDelimitedList$/, async () => "first,second"],
  [/^Number$/, async () => "1"],
];

/** The values of a template's parameters that need one. */
export async function valuesFor(body: TemplateObject, surroundings: Surroundings): Promise<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const [name, declaration] of Object.entries(objectAt(body, "Parameters"))) {
    if (!isTemplateObject(declaration)) continue;
    const { Default: byDefault } = declaration;
    if (byDefault === undefined || isBlank(declaration))
      values[name] = filled(byDefault) ?? (await valueOf(name, declaration, body, surroundings));
  }
  return values;
}

/** Some defaults say that they are to be replaced: "<<ENTER YOUR URL>>", or a secret that is empty. */
function isBlank({ Default: byDefault, NoEcho: isHidden }: TemplateObject): boolean {
  return typeof byDefault === "string" && (/<.*>|^enter /i.test(byDefault) || (byDefault === "" && isHidden === true));
}

/** A default that is a blank in part, with something in its place. */
function filled(byDefault: TemplateValue | undefined): string | undefined {
  const text = textOf(byDefault)?.replace(/(?<=.)<+[^>]*>+|<+[^>]*>+(?=.)/, "corpus");
  return text === undefined || text === byDefault || /[<>]/.test(text) ? undefined : text;
}

async function valueOf(
  name: string,
  declaration: TemplateObject,
  body: TemplateObject,
  surroundings: Surroundings,
): Promise<string> {
  const [allowed] = listOf(declaration["AllowedValues"]);
  if (allowed !== undefined) return textOf(allowed) ?? JSON.stringify(allowed);
  if (namesNewBucket(name, body)) return surroundings.newBucketName(name);
  const type = textOf(declaration["Type"]) ?? "String";
  const make = (VALUES.find(([pattern]) => pattern.test(type)) ?? VALUES.find(([pattern]) => pattern.test(name)))?.[1];
  if (make !== undefined) return make(surroundings);
  return `corpus-${name.toLowerCase()}`.padEnd(Number(declaration["MinLength"] ?? 0), "x");
}

/** A bucket that the template makes must not be there. */
function namesNewBucket(parameter: string, body: TemplateObject): boolean {
  return Object.values(objectAt(body, "Resources")).some(
    (resource) =>
      textOf(objectAt(resource)["Type"]) === "AWS::S3::Bucket" &&
      JSON.stringify(objectAt(resource, "Properties")["BucketName"] ?? "").includes(`"${parameter}"`),
  );
}

function listOf(value: TemplateValue | undefined): readonly TemplateValue[] {
  return Array.isArray(value) ? value : [];
}
