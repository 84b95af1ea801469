// How a service takes part in CloudFormation: one ResourceType a type, registered in its service.ts. A resource type
// calls only public operations of its service, as the principal that deploys.

import type { Clock } from "../kernel/clock.ts";
import type { Random } from "../kernel/random.ts";
import type { AwsApis } from "./apis.ts";
import type { Scope } from "./context.ts";

/** Properties as a template has them after all intrinsic functions: plain JSON values. */
export type Properties = Readonly<Record<string, unknown>>;

export interface ResourceContext extends Scope {
  /** Services as the stack's principal (the caller, or the stack's role). */
  readonly aws: AwsApis;
  readonly clock: Clock;
  readonly random: Random;
  /** Of URLs that attributes have: "http://127.0.0.1:4566". A fork's resources keep their parent's. */
  readonly origin: string;
  readonly stackId: string;
  readonly stackName: string;
  readonly logicalId: string;
  /**
   * Stack tags and the aws:cloudformation:* tags, to be put on the resource beside its own Tags. AWS: where both have a key, the
   * resource's own tag wins (CloudFormation CLI's plugin: stack tags "will be overridden with any resource-level tags").
   */
  readonly tags: Readonly<Record<string, string>>;
  /** The same for each repetition of one step: pass it where the API takes a client token. */
  readonly clientToken: string;
  /**
   * The UpdatePolicy that the template gives the resource, evaluated: in the forward way of an update only, not in rollbacks. Templates may
   * give one only where a type honours it (cloudformation/template/update-policy.ts).
   */
  readonly updatePolicy?: Properties;
  /**
   * The same for each repetition of one step in one attempt of an operation, and another in the next: for types that keep what somebody else
   * answered. Undefined outside of operations.
   */
  readonly attempt?: string;
  /** Aborts when the operation is not to go on: a creation that waits for somebody else need not wait any longer. */
  readonly stopped?: AbortSignal;
  /** True where a failure of the operation leaves all as it is, without a way back. */
  readonly keepsFailures?: boolean;
  /** True where the operation passes over what fails. */
  readonly isForced?: boolean;
  /** Of a nested stack whose rollback goes on with its parent's: the resources that it leaves out. */
  readonly skipped?: readonly string[];
  /** Of a nested stack that is to be made: the stack under review that it becomes. */
  readonly reviewedStackId?: string;
  /** A name as CloudFormation makes them: STACK-LOGICALID-SUFFIX, the same for each repetition of one step. */
  generateName(options?: { maxLength?: number; separator?: string; isLowerCase?: boolean; suffix?: string }): string;
  /**
   * Says which physical id the resource gets, as soon as it is known: create calls it before what may still fail (a
   * role's policies, say), so that a rollback deletes what is there. Not needed where create is one call.
   */
  identify(physicalId: string): void;
  /** Resolves after `durationMs`: for creations that finish later. */
  wait(durationMs: number): Promise<void>;
}

export interface ResourceState {
  /** What Ref gives and DescribeStackResources shows. */
  readonly physicalId: string;
  /**
   * What Fn::GetAtt gives, by attribute name ("Arn", "Endpoint.Address"). An update may leave out what it cannot know:
   * earlier values stay.
   */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** What identifies a resource in the registry: { "ApiId": "...", "RouteId": "..." }. */
export type ResourceIdentifier = Readonly<Record<string, string>>;

export interface ResourceType {
  /** Such as "AWS::SQS::Queue". */
  readonly typeName: string;
  /**
   * Top-level properties that are honoured. A property of the registry schema that is not listed is refused before
   * anything is created; one that the schema does not have is an error of the template's author.
   */
  readonly properties: readonly string[];
  /**
   * Listed properties, and paths below them ("Code.SourceKMSKeyArn"), that are stored and shown but have no effect here, each with what it
   * does on AWS ("encrypts messages with keys of SQS"): `check` tells it.
   */
  readonly keptNotEnforced?: Readonly<Record<string, string>>;
  /**
   * Paths below listed properties ("Targets.EcsParameters") that are refused like a property that is not listed: by name, before anything
   * is created. What says that it is off (false, "", an empty list, { Enabled: false }) is taken.
   */
  readonly notSupported?: readonly string[];
  /** Must be repeatable: with the same clientToken, what an interrupted run left is taken over, not made twice. */
  create(properties: Properties, context: ResourceContext): Promise<ResourceState>;
  /**
   * The live properties, for drift and import, with the template's names and forms; undefined if it is not there.
   * `known` are the properties as last applied or, in an import, as the template has them: for resources whose id does
   * not say where they are, such as a policy that is attached to several queues.
   */
  read(physicalId: string, context: ResourceContext, known?: Properties): Promise<Properties | undefined>;
  /**
   * The identifiers of all resources of this type that the account has in the region, by the names of the registry's primary
   * identifier: for resource scans. Left out where nothing can be found by its identifier.
   */
  list?(context: Pick<ResourceContext, "account" | "aws" | "region">): Promise<readonly ResourceIdentifier[]>;
  /**
   * Decides where the registry schema leaves open whether a change replaces the resource ("Some updates require
   * replacement"). Pure: a plan asks it too. False by default.
   */
  isReplacement?(properties: Properties, previous: Properties): boolean;
  /**
   * Brings an existing resource from `previous` to `properties`. Never called where a changed property is createOnly in
   * the registry schema: that is a replacement, made of create and delete. Left out where every change replaces.
   */
  update?(
    physicalId: string,
    properties: Properties,
    previous: Properties,
    context: ResourceContext,
  ): Promise<ResourceState>;
  /**
   * What Fn::GetAtt gives of a resource that is imported, for types without an update that have attributes which are neither
   * properties nor the physical id.
   */
  attributesOf?(physicalId: string, live: Properties): ResourceState["attributes"];
  /**
   * Attributes that other resources change after this one is there, such as the IPv6 blocks of a VPC: read anew for each resource that
   * asks for one.
   */
  readonly changing?: {
    readonly attributes: readonly string[];
    read(physicalId: string, context: Pick<ResourceContext, "aws">): Promise<ResourceState["attributes"]>;
  };
  /** Repeatable: a resource that is already gone is success. */
  delete(physicalId: string, properties: Properties, context: ResourceContext): Promise<void>;
}
