// Takes a resource that no stack has into a unit: its live properties become a part of the unit's template, and the unit's
// stack imports it. The resource itself is not touched.

import { readFile, writeFile } from "node:fs/promises";
import {
  CloudFormationClient,
  CreateGeneratedTemplateCommand,
  DeleteGeneratedTemplateCommand,
  DescribeGeneratedTemplateCommand,
  GetGeneratedTemplateCommand,
  GetTemplateCommand,
} from "@aws-sdk/client-cloudformation";
import { createClock } from "../../kernel/clock.ts";
import type { Clock } from "../../kernel/clock.ts";
import { OperatorError } from "../../kernel/errors.ts";
import { secureRandom } from "../../kernel/random.ts";
import { clientConfig } from "../cloud/target.ts";
import type { Target } from "../cloud/target.ts";
import { openSession } from "../deploy/session.ts";
import { editTemplate } from "../system/edit-template.ts";
import { stackNameOf } from "../system/system.ts";
import type { Environment, System, Unit } from "../system/system.ts";
import { objectAt, parseTemplate } from "../system/template.ts";
import type { TemplateObject } from "../system/template.ts";
import type { UnownedResource } from "./unowned.ts";

export interface AdoptOptions {
  readonly system: System;
  readonly environment: Environment;
  readonly target: Target;
  readonly unit: Unit;
  readonly resource: UnownedResource;
  /** The logical id that it gets. */
  readonly logicalId: string;
  readonly clock?: Clock;
}

/** How an adoption ended: the declaration that was written, or the cloud's reason. */
export type Adoption =
  | { readonly outcome: "adopted"; readonly file: string; readonly declaration: TemplateObject }
  | { readonly outcome: "failed"; readonly reason: string };

/** Adopts. The source is written only after the stack has the resource. Throws ERR_ADOPT and ERR_RELEASE_LOCKED. */
export async function adopt(options: AdoptOptions): Promise<Adoption> {
  const { system, environment, target, unit, resource, logicalId } = options;
  if (objectAt(unit.template.body, "Resources")[logicalId] !== undefined)
    throw refused(`Unit "${unit.name}" has a resource ${logicalId} already.`);
  const clock = options.clock ?? createClock({ mode: "wall" });
  const session = openSession({ place: { system: system.name, environment: environment.name }, target, clock });
  const client = new CloudFormationClient(clientConfig(target));
  try {
    const stack = stackNameOf(system, environment.name, unit.name);
    if ((await session.stacks.describe(stack)) === undefined)
      throw refused(
        `Unit "${unit.name}" is not deployed in environment "${environment.name}", so there is no stack to take it.`,
      );
    const declaration = await declare(client, target, clock, resource, logicalId);
    const source = await readFile(unit.templatePath, "utf8");
    const edited = editTemplate(source, ["Resources", logicalId], declaration);
    if ("refusal" in edited) throw refused(edited.refusal);

    await session.bucket.ensure();
    const lock = await session.lock.take({ what: "adopt" });
    try {
      const template = await withResource(client, stack, logicalId, declaration);
      const key = `import/${secureRandom().hex(16)}.template.json`;
      await session.bucket.put(key, template);
      const outcome = await session.stacks.importResource(
        { name: stack, template: { url: session.bucket.urlOf(key) } },
        { logicalId, resourceType: resource.resourceType, identifier: resource.identifier },
        () => undefined,
      );
      await session.bucket.remove(key);
      if (outcome.kind === "failed") {
        const first = outcome.failures.find((each) => !each.isStackItself);
        return { outcome: "failed", reason: first?.reason ?? outcome.reason };
      }
    } finally {
      await lock.release();
    }
    await writeFile(unit.templatePath, edited.text);
    return { outcome: "adopted", file: unit.template.file, declaration };
  } finally {
    client.destroy();
    session.close();
  }
}

/** The resource as a template declares it, with its live properties: by CloudFormation's own generator. */
async function declare(
  client: CloudFormationClient,
  target: Target,
  clock: Clock,
  { resourceType, identifier }: UnownedResource,
  logicalId: string,
): Promise<TemplateObject> {
  const { GeneratedTemplateId } = await client.send(
    new CreateGeneratedTemplateCommand({
      GeneratedTemplateName: `stackyard-${secureRandom().hex(12)}`,
      Resources: [{ ResourceType: resourceType, ResourceIdentifier: { ...identifier }, LogicalResourceId: logicalId }],
    }),
  );
  const named = { GeneratedTemplateName: GeneratedTemplateId };
  try {
    for (let pauseMs = target.polling.firstMs; ; pauseMs = Math.min(pauseMs * 1.5, target.polling.longestMs)) {
      const {
        Status,
        StatusReason,
        Resources: [found] = [],
      } = await client.send(new DescribeGeneratedTemplateCommand(named));
      if (Status === "FAILED")
        throw refused(found?.ResourceStatusReason ?? StatusReason ?? "No template could be made of it.");
      if (Status === "COMPLETE") break;
      await clock.wait(pauseMs);
    }
    const { TemplateBody = "{}" } = await client.send(new GetGeneratedTemplateCommand({ ...named, Format: "JSON" }));
    const { Type = resourceType, ...rest } = objectAt(
      parseTemplate(TemplateBody, "generated").template.body,
      "Resources",
      logicalId,
    );
    // As people write it: what it is comes first.
    const declaration: TemplateObject = { Type, ...rest };
    // What is named by no parameter of ours cannot be filled in: secrets, which no read gives back.
    if (JSON.stringify(declaration).includes('"Ref"'))
      throw refused("It has properties that nobody can read back, such as secrets.");
    return declaration;
  } finally {
    await client.send(new DeleteGeneratedTemplateCommand(named));
  }
}

// AWS: an import changes nothing else, so it starts from the template that the stack has.
async function withResource(
  client: CloudFormationClient,
  stack: string,
  logicalId: string,
  declaration: TemplateObject,
): Promise<string> {
  const { TemplateBody = "{}" } = await client.send(
    new GetTemplateCommand({ StackName: stack, TemplateStage: "Original" }),
  );
  const { body } = parseTemplate(TemplateBody, stack).template;
  return JSON.stringify({ ...body, Resources: { ...objectAt(body, "Resources"), [logicalId]: declaration } });
}

function refused(message: string): OperatorError {
  return new OperatorError({ code: "ERR_ADOPT", message, hints: ["stackyard unowned"] });
}
