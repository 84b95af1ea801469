// Reads stacks back from a cloud in detail: resources with their resolved properties, outputs with their exports, the
// processed template, parameter values. Only AWS APIs, paged, in parallel.

import {
  CloudFormationClient,
  DescribeChangeSetCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  paginateDescribeStackEvents,
  paginateListExports,
  paginateListImports,
  paginateListStackResources,
} from "@aws-sdk/client-cloudformation";
import type { ResourceChange as ChangeSetEntry, Stack } from "@aws-sdk/client-cloudformation";
import type { StackView } from "../cloud/stack-views.ts";
import { clientConfig } from "../cloud/target.ts";
import type { Target } from "../cloud/target.ts";
import { isTemplateObject, parseTemplate } from "../system/template.ts";
import type { TemplateObject, TemplateValue } from "../system/template.ts";

/** A stack with all that can be read of it. */
export interface StackDetail {
  readonly name: string;
  readonly stackId: string;
  readonly status: string;
  readonly changedAt: string;
  /** As CloudFormation passes them on: those of SSM types resolved. */
  readonly parameters: Readonly<Record<string, string>>;
  /** As they were given: of SSM types, the parameters' names. */
  readonly given: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly outputs: readonly OutputDetail[];
  readonly resources: readonly ResourceDetail[];
  /** After the transforms. */
  readonly template: TemplateObject;
  /** As it was sent. */
  readonly original: TemplateObject;
  readonly originalBytes: number;
}

export interface OutputDetail {
  readonly name: string;
  readonly value: string;
  readonly exportName?: string;
}

export interface ResourceDetail {
  readonly logicalId: string;
  readonly resourceType: string;
  readonly physicalId: string;
  /** With every function evaluated, as CloudFormation gave them to the resource; undefined if no event tells any more. */
  readonly properties: Readonly<Record<string, unknown>> | undefined;
}

export interface StackReader {
  /** A stack in detail; undefined if there is none. */
  read(name: string): Promise<StackDetail | undefined>;
  /** Only what a stack's resources are made of: no templates, and of outputs no exports. */
  readResources(view: StackView): Promise<StackDetail>;
  /** All exports of the account in the region. */
  exports(): Promise<readonly { readonly name: string; readonly value: string; readonly stackId: string }[]>;
  /** The names of the stacks that import an export. */
  importers(exportName: string): Promise<readonly string[]>;
  /** The resource changes of a change set that was made. */
  changeSet(changeSetId: string): Promise<readonly ChangeSetEntry[]>;
  destroy(): void;
}

/** Opens CloudFormation of a target for reading. */
export function openStackReader(target: Target): StackReader {
  const client = new CloudFormationClient(clientConfig(target));

  async function describe(name: string): Promise<Stack | undefined> {
    try {
      const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: name }));
      const stack = Stacks?.[0];
      const isGone = stack?.StackStatus === "DELETE_COMPLETE" || stack?.StackStatus === "REVIEW_IN_PROGRESS";
      return isGone ? undefined : stack;
    } catch (error) {
      // AWS: a stack that does not exist is a ValidationError, told from others by its message only.
      if (error instanceof Error && /does not exist/.test(error.message)) return undefined;
      throw error;
    }
  }

  async function template(stack: string, stage: "Original" | "Processed"): Promise<string> {
    const { TemplateBody = "" } = await client.send(new GetTemplateCommand({ StackName: stack, TemplateStage: stage }));
    return TemplateBody;
  }

  async function resources(stack: string): Promise<Omit<ResourceDetail, "properties">[]> {
    const found: Omit<ResourceDetail, "properties">[] = [];
    for await (const page of paginateListStackResources({ client }, { StackName: stack })) {
      for (const each of page.StackResourceSummaries ?? []) {
        if (each.ResourceStatus === "DELETE_COMPLETE") continue;
        found.push({
          logicalId: each.LogicalResourceId ?? "",
          resourceType: each.ResourceType ?? "",
          physicalId: each.PhysicalResourceId ?? "",
        });
      }
    }
    return found;
  }

  // The newest event of each resource that carries properties; older pages are read only while one is missing.
  async function properties(
    stack: string,
    wanted: Promise<readonly { logicalId: string }[]>,
  ): Promise<ReadonlyMap<string, Readonly<Record<string, unknown>>>> {
    const found = new Map<string, Readonly<Record<string, unknown>>>();
    for await (const page of paginateDescribeStackEvents({ client }, { StackName: stack })) {
      for (const event of page.StackEvents ?? []) {
        const id = event.LogicalResourceId ?? "";
        const isAttempt = event.ResourceStatus?.endsWith("_FAILED") === true;
        if (event.ResourceProperties === undefined || isAttempt || found.has(id)) continue;
        found.set(id, parseProperties(event.ResourceProperties));
      }
      if ((await wanted).every(({ logicalId }) => found.has(logicalId))) break;
    }
    return found;
  }

  async function read(name: string): Promise<StackDetail | undefined> {
    const stack = await describe(name);
    if (stack === undefined) return undefined;
    const id = stack.StackId ?? name;
    const listing = resources(id);
    const [listed, known, originalText, processedText] = await Promise.all([
      listing,
      properties(id, listing),
      template(id, "Original"),
      template(id, "Processed"),
    ]);
    const original = bodyOf(originalText);
    return {
      name: stack.StackName ?? name,
      stackId: id,
      status: stack.StackStatus ?? "",
      changedAt: (stack.LastUpdatedTime ?? stack.CreationTime)?.toISOString() ?? "",
      parameters: Object.fromEntries(
        (stack.Parameters ?? []).map((each) => [
          each.ParameterKey ?? "",
          each.ResolvedValue ?? each.ParameterValue ?? "",
        ]),
      ),
      given: Object.fromEntries(
        (stack.Parameters ?? []).map((each) => [each.ParameterKey ?? "", each.ParameterValue ?? ""]),
      ),
      tags: Object.fromEntries((stack.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value])),
      outputs: (stack.Outputs ?? []).map(({ OutputKey = "", OutputValue = "", ExportName }) => ({
        name: OutputKey,
        value: OutputValue,
        ...(ExportName === undefined ? {} : { exportName: ExportName }),
      })),
      resources: listed.map((each) => ({ ...each, properties: known.get(each.logicalId) })),
      template: processedText === originalText ? original : bodyOf(processedText),
      original,
      originalBytes: Buffer.byteLength(originalText),
    };
  }

  async function readResources({ name, stackId, status, changedAt, outputs }: StackView): Promise<StackDetail> {
    const listing = resources(stackId);
    const [listed, known] = await Promise.all([listing, properties(stackId, listing)]);
    return {
      name,
      stackId,
      status,
      changedAt,
      parameters: {},
      given: {},
      tags: {},
      outputs: Object.entries(outputs).map(([output, value]) => ({ name: output, value })),
      resources: listed.map((each) => ({ ...each, properties: known.get(each.logicalId) })),
      template: {},
      original: {},
      originalBytes: 0,
    };
  }

  async function importers(exportName: string): Promise<readonly string[]> {
    const found: string[] = [];
    try {
      for await (const page of paginateListImports({ client }, { ExportName: exportName }))
        found.push(...(page.Imports ?? []));
    } catch (error) {
      // AWS: "ListImports": an export that nobody imports, or that does not exist, is a ValidationError.
      if (error instanceof Error && error.name === "ValidationError") return [];
      throw error;
    }
    return found;
  }

  async function exports(): Promise<readonly { name: string; value: string; stackId: string }[]> {
    const found: { name: string; value: string; stackId: string }[] = [];
    for await (const page of paginateListExports({ client }, {}))
      for (const { Name = "", Value = "", ExportingStackId = "" } of page.Exports ?? [])
        found.push({ name: Name, value: Value, stackId: ExportingStackId });
    return found;
  }

  async function changeSet(changeSetId: string): Promise<readonly ChangeSetEntry[]> {
    const found: ChangeSetEntry[] = [];
    let token: string | undefined;
    do {
      const page = await client.send(new DescribeChangeSetCommand({ ChangeSetName: changeSetId, NextToken: token }));
      for (const change of page.Changes ?? [])
        if (change.ResourceChange !== undefined) found.push(change.ResourceChange);
      token = page.NextToken;
    } while (token !== undefined);
    return found;
  }

  return { read, readResources, exports, importers, changeSet, destroy: () => client.destroy() };
}

// JSON is YAML, too, but its own reader is a hundred times quicker.
function bodyOf(text: string): TemplateObject {
  if (!text.startsWith("{")) return parseTemplate(text, "template").template.body;
  const value: TemplateValue = JSON.parse(text) as TemplateValue;
  return isTemplateObject(value) ? value : {};
}

function parseProperties(text: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(text);
  return typeof value === "object" && value !== null ? { ...value } : {};
}
