// A resource type of one's own: what a package exports so that templates can use it here. The schema is that of CloudFormation's registry, so the same
// file registers the type on AWS. Part of a public entry of the package (`stackyard/resources`).

import type { ResourceContext } from "./resource-type.ts";

/**
 * A type's schema as CloudFormation's registry takes it. AWS: "Resource type definition schema" of the CloudFormation CLI's guide, of which these members are
 * understood; all others that describe a type are ignored.
 */
export interface RegistrySchema {
  /** Three names, such as "Acme::Notes::Note". Those of AWS and Custom are taken. */
  readonly typeName: string;
  readonly description?: string;
  readonly properties: Readonly<Record<string, object>>;
  /** Shapes that `{ "$ref": "#/definitions/NAME" }` means. */
  readonly definitions?: Readonly<Record<string, object>>;
  readonly required?: readonly string[];
  /** JSON pointers such as "/properties/Id", as in all members below: what only the resource itself sets. Fn::GetAtt gives it. */
  readonly readOnlyProperties?: readonly string[];
  /** What no read gives back: drift leaves it out. */
  readonly writeOnlyProperties?: readonly string[];
  /** A change of these makes another resource. */
  readonly createOnlyProperties?: readonly string[];
  /** What identifies a resource; Ref gives it, joined by "|" where it is several. */
  readonly primaryIdentifier: readonly string[];
  readonly additionalProperties?: false;
  readonly tagging?: { readonly taggable?: boolean; readonly tagProperty?: string };
}

/** What handlers get beside properties. */
export type OwnResourceContext = Pick<
  ResourceContext,
  | "account"
  | "region"
  /** The cloud's services in the name of whoever deploys: `context.aws.sqs.sendMessage({ ... })`. */
  | "aws"
  | "stackId"
  | "stackName"
  | "logicalId"
  /** The stack's tags and CloudFormation's own. */
  | "tags"
  /** The same for each repetition of one step: give it to what takes an idempotency token. */
  | "clientToken"
  /** STACK-LOGICALID-SUFFIX, the same for each repetition of one step. */
  | "generateName"
  /** Aborts when a creation need not wait any longer. */
  | "stopped"
  /** Resolves after so many milliseconds of the cloud's clock. */
  | "wait"
>;

/**
 * The handlers of a type. `Model` has all properties, also those that the resource sets itself. What a handler throws is the reason of the
 * resource's failure. The process may die at any moment: a step that was under way then runs again, with the same token.
 */
export interface ResourceDefinition<Model extends object = object> {
  readonly schema: RegistrySchema;
  /** Makes a resource; its result has the primary identifier and all that is read-only. */
  create(desired: Model, context: OwnResourceContext): Promise<Model>;
  /** The resource as it is, by its primary identifier (`known` are the properties as last applied); undefined where it is not there. */
  read(known: Model, context: OwnResourceContext): Promise<Model | undefined>;
  /** Changes a resource in place. Left out where every change makes another one. */
  update?(desired: Model, previous: Model, context: OwnResourceContext): Promise<Model>;
  /** Removes a resource; one that is already gone is success. */
  delete(known: Model, context: OwnResourceContext): Promise<void>;
  /** The primary identifiers of all resources of the account and region, for scans. */
  list?(context: Pick<OwnResourceContext, "account" | "region" | "aws">): Promise<readonly Partial<Model>[]>;
}

/** Defines a resource type: a module exports one, or several in an array, as its default. */
export function defineResource<Model extends object = object>(
  definition: ResourceDefinition<Model>,
): ResourceDefinition<Model> {
  return definition;
}
