// From a request to a stack refactor: the stacks, what they are to become, and which resources move.

import type { CreateStackRefactorCommandInput, ResourceLocation as Location } from "@aws-sdk/client-cloudformation";
import { AwsError } from "../../../kernel/errors.ts";
import type { Input } from "../../../service/apis.ts";
import type { Context } from "../../../service/context.ts";
import { changeStackStatus } from "../engine/events.ts";
import { prepareDeployment } from "../engine/prepare.ts";
import { stackOutputReader } from "../engine/stack-outputs.ts";
import { isTaggable } from "../engine/stack-tags.ts";
import { newStack } from "../engine/start.ts";
import { readTemplateText } from "../engine/template-source.ts";
import { alreadyExists, requireNewName, stackDoesNotExist, validationError } from "../errors.ts";
import { requireUpdatable } from "../operations/update-stack.ts";
import type { RefactoredStack, ResourceMove, StackRefactorRecord } from "../records.ts";
import { findStack, saveRefactor, saveRefactorDeployment } from "../repo.ts";
import { schemaOf } from "../schema/resource-schema.ts";
import { deploymentOf } from "../stacks.ts";
import { templateOf } from "../engine/scope.ts";
import type { FindResourceType } from "../template/validate.ts";
import { findExportProblem, foresee, placeKey, RefactorProblem, requireSameSections } from "./future.ts";
import type { FutureStack, StackDraft } from "./future.ts";

type Request = Input<CreateStackRefactorCommandInput>;

// LIMIT: AWS: "Stack refactoring": resources can be moved between at most five stacks.
const MAX_STACKS = 5;

/**
 * Makes a refactor and keeps it, whether it can be executed or not. It is worked out at once; AWS does it in the background, but clients must
 * wait for it either way.
 */
export async function createRefactor(
  input: Request,
  context: Context,
  findType: FindResourceType,
): Promise<StackRefactorRecord> {
  requireDefinitions(input);
  const base: Omit<StackRefactorRecord, "status" | "executionStatus" | "stacks" | "moves"> = {
    v: 1,
    id: context.random.uuid(),
    ...(input.Description === undefined ? {} : { description: input.Description }),
    createdAtMs: context.clock.nowMs(),
  };
  const drafts: StackDraft[] = [];
  let current = "";
  try {
    for (const definition of input.StackDefinitions) {
      current = definition.StackName ?? "";
      const place = placeOf(input, current, context);
      current = place.stack.stackId;
      drafts.push(await draftOf(place, definition, context, findType));
    }
    const futures = await foresee({
      findType,
      read: (work) => context.store.read(work),
      scope: context,
      drafts,
      mappings: mappingsOf(input, drafts),
      aws: context.aws,
      readStackOutput: stackOutputReader(context, context, () => context.principal),
      origin: context.inheritedOrigin ?? context.origin,
    });
    const problem = context.store.read((tx) => findExportProblem(tx, context, futures));
    if (problem !== undefined) throw problem;
    requireMovable(futures, findType);
    const moves = movesOf(futures);
    if (moves.length === 0 && drafts.every(({ isNew }) => !isNew)) {
      // AWS: the wording is inferred.
      throw new RefactorProblem(current, "No resources would be moved by this refactor.");
    }
    return keep(context, drafts, {
      ...base,
      status: "CREATE_COMPLETE",
      executionStatus: "AVAILABLE",
      stacks: drafts.map(summaryOf),
      moves,
    });
  } catch (error) {
    const isExpected = error instanceof RefactorProblem || (error instanceof AwsError && error.status < 500);
    if (!isExpected) throw error;
    const stackId = error instanceof RefactorProblem ? error.stackId : current;
    return keep(context, [], {
      ...base,
      status: "CREATE_FAILED",
      executionStatus: "UNAVAILABLE",
      // AWS: the stack's ARN and a colon stand before the reason.
      statusReason: `${stackId}: ${error.message}`,
      stacks: input.StackDefinitions.map(({ StackName: name = "" }) => {
        const draft = drafts.find(({ stack }) => stack.stackName === name || stack.stackId === name);
        if (draft !== undefined && !draft.isNew) return summaryOf(draft);
        return { stackId: name, stackName: name, isNew: true };
      }),
      moves: [],
    });
  }
}

function requireDefinitions({ StackDefinitions: definitions }: Request): void {
  if (definitions.length > MAX_STACKS) {
    throw validationError(
      `1 validation error detected: Value at 'stackDefinitions' failed to satisfy constraint: Member must have length less than or equal to ${MAX_STACKS}`,
    );
  }
  if (definitions.length === 0) {
    throw validationError(
      "1 validation error detected: Value at 'stackDefinitions' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  }
  const names = definitions.map(({ StackName: name }) => name ?? "");
  // AWS: the wordings are inferred.
  if (names.includes("")) throw validationError("StackName must be specified for every stack definition.");
  if (new Set(names).size < names.length) throw validationError("Every stack definition must have a unique StackName.");
}

/** The stack of a definition; a new one where the request allows it. */
function placeOf(input: Request, name: string, context: Context): Omit<StackDraft, "deployment"> {
  const found = context.store.read((tx) => {
    const stack = findStack(tx, context, name);
    if (stack === undefined || stack.status === "DELETE_COMPLETE") return undefined;
    return { stack, previous: deploymentOf(tx, context, stack) };
  });
  if (found !== undefined) {
    requireUpdatable(found.stack);
    return { ...found, isNew: false };
  }
  if (input.EnableStackCreation !== true) throw stackDoesNotExist(name);
  requireNewName(name, "stackName");
  return { stack: newStack(context, name), previous: undefined, isNew: true };
}

async function draftOf(
  place: Omit<StackDraft, "deployment">,
  definition: Request["StackDefinitions"][number],
  context: Context,
  findType: FindResourceType,
): Promise<StackDraft> {
  const { previous } = place;
  const source = await readTemplateText(definition, context);
  const known = previous === undefined ? [] : Object.keys(previous.parameters);
  const deployment = await prepareDeployment({
    context,
    findType,
    source,
    request: {
      Parameters: known.map((ParameterKey) => ({ ParameterKey, UsePreviousValue: true })),
      // AWS: a refactor takes no acknowledgements: it makes nothing.
      Capabilities: ["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
    },
    previous,
    isDirect: false,
  });
  if (deployment.failure !== undefined) throw validationError(deployment.failure);
  const draft = {
    ...place,
    deployment: { ...deployment, capabilities: previous?.capabilities ?? [] },
  };
  requireSameSections(draft);
  return draft;
}

/** The request's mappings from destination to source. AWS: what is mapped must be there, and must move. */
function mappingsOf({ ResourceMappings: mappings = [] }: Request, drafts: readonly StackDraft[]): Map<string, string> {
  const result = new Map<string, string>();
  const sources = new Set<string>();
  for (const { Source, Destination } of mappings) {
    const source = locate(Source, drafts);
    const destination = locate(Destination, drafts);
    const name = Source.LogicalResourceId;
    const declared = source === undefined ? undefined : templateOf(source.draft.deployment).resources.get(name);
    const isKept = declared !== undefined && !mappings.some((other) => isLocation(other.Destination, source, name));
    if (source === undefined || isKept) {
      // AWS: this sentence, as observed, misspelling included.
      throw validationError(
        `The resource ${name} defined in the resources mapping did no move from its original stack ${Source.StackName}. Review your stack template desired state.`,
      );
    }
    const to = Destination.LogicalResourceId;
    if (destination === undefined || !templateOf(destination.draft.deployment).resources.has(to)) {
      // AWS: the wording is inferred.
      throw validationError(
        `The resource ${to} defined in the resources mapping is not in the template of its destination stack ${Destination.StackName}.`,
      );
    }
    const from = placeKey(source.draft.stack.stackId, name);
    const key = placeKey(destination.draft.stack.stackId, to);
    // AWS: "Stack refactoring considerations": one resource cannot go to several stacks; the wording is inferred.
    if (sources.has(from)) throw validationError(`The resource ${name} is mapped more than once.`);
    if (result.has(key)) throw validationError(`The resource ${to} is the destination of more than one mapping.`);
    sources.add(from);
    result.set(key, from);
  }
  return result;
}

interface Located {
  readonly draft: StackDraft;
}

function locate(location: Location, drafts: readonly StackDraft[]): Located | undefined {
  const draft = drafts.find(({ stack }) => [stack.stackName, stack.stackId].includes(location.StackName ?? ""));
  return draft === undefined ? undefined : { draft };
}

function isLocation(location: Location, place: Located | undefined, logicalId: string): boolean {
  const { stackName, stackId } = place?.draft.stack ?? {};
  const isStack = location.StackName === stackName || location.StackName === stackId;
  return isStack && location.LogicalResourceId === logicalId;
}

/**
 * AWS: "Stack refactoring", resource limitations: only types that can be updated (FULLY_MUTABLE), and whose tags can be: CloudFormation's own
 * tags say where a resource belongs. The messages as observed.
 */
function requireMovable(futures: readonly FutureStack[], findType: FindResourceType): void {
  for (const { stack, resources } of futures) {
    for (const { isMoved, desired } of resources.values()) {
      if (!isMoved) continue;
      const { typeName } = desired;
      const type = findType(typeName);
      const schema = schemaOf(type, typeName);
      if (schema === undefined || type?.update === undefined) {
        throw new RefactorProblem(stack.stackId, `Stack Refactor does not support ${typeName}.`);
      }
      const isTagProperty = schema.tagProperty !== undefined && type.properties.includes(schema.tagProperty);
      if (isTagProperty && (!isTaggable(type) || schema.properties[schema.tagProperty]?.replaces === "yes")) {
        throw new RefactorProblem(
          stack.stackId,
          `Stack Refactor does not support ${typeName} because the resource type does not allow tag updates after creation.`,
        );
      }
    }
  }
}

function movesOf(futures: readonly FutureStack[]): ResourceMove[] {
  return futures.flatMap(({ stack, resources }) =>
    [...resources]
      .filter(([, resource]) => resource.isMoved)
      .map(([logicalId, { source, sourceStackId, isManual }]) => ({
        source: { stackId: sourceStackId, logicalId: source.logicalId },
        destination: { stackId: stack.stackId, logicalId },
        typeName: source.current.typeName,
        physicalId: source.current.physicalId ?? "",
        isManual,
      })),
  );
}

function summaryOf({ stack, isNew }: StackDraft): RefactoredStack {
  const { stackId, stackName, deploymentId } = stack;
  return { stackId, stackName, isNew, ...(deploymentId === undefined ? {} : { basisId: deploymentId }) };
}

/** AWS: a stack that the refactor is to make is under review until then. */
function keep(context: Context, drafts: readonly StackDraft[], refactor: StackRefactorRecord): StackRefactorRecord {
  context.store.write((tx) => {
    for (const { stack, isNew, deployment } of drafts) {
      saveRefactorDeployment(tx, context, refactor.id, stack.stackId, deployment);
      if (!isNew) continue;
      // RACE: another request may have taken the name while this one planned.
      if (findStack(tx, context, stack.stackName) !== undefined) throw alreadyExists(stack.stackName);
      changeStackStatus(tx, context, context, stack, { status: "REVIEW_IN_PROGRESS", reason: "User Initiated" });
    }
    saveRefactor(tx, context, refactor);
  });
  return refactor;
}
