// How the files of SAM's policy templates are written: actions, resources and conditions as short texts.

/** One statement that allows something. */
export interface PolicyStatement {
  /** "s3: GetObject PutObject" is a list, "kms:Decrypt" is one action without a list. */
  readonly actions: string;
  /**
   * "sqs ${queueName}" lies in the stack's region and account, "s3:::${bucketName}" lies in none, "=${secretArn}" is a whole ARN by
   * itself and "*" is everything.
   */
  readonly resources: string | readonly string[];
  /** Condition keys which must equal an ARN, written as resources are. */
  readonly equals: Readonly<Record<string, string>> | undefined;
}

/** A policy with parameters; a variable in its texts is a parameter's name, whatever its capitals. */
export interface PolicyTemplate {
  readonly parameters: readonly string[];
  readonly statements: readonly PolicyStatement[];
}

/** A template with the parameters of these names. */
export function policy(parameters: string, ...statements: readonly PolicyStatement[]): PolicyTemplate {
  return { parameters: parameters === "" ? [] : parameters.split(" "), statements };
}

/** A statement of a template. */
export function allow(
  actions: string,
  resources: string | readonly string[],
  equals?: Readonly<Record<string, string>>,
): PolicyStatement {
  return { actions, resources, equals };
}

/** The actions as a statement has them. */
export function actionsOf(actions: string): string | string[] {
  const [service, names] = actions.split(": ");
  return names === undefined ? actions : names.split(" ").map((name) => `${service}:${name}`);
}

/** The whole ARN, with its variables. */
export function arnText(resource: string): string {
  if (resource.startsWith("=")) return resource.slice(1);
  const inRegion = resource.replace(" ", ":${AWS::Region}:${AWS::AccountId}:");
  return `arn:\${AWS::Partition}:${inRegion}`;
}
