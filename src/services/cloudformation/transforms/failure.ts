// A transform that failed, in the words in which CloudFormation says so.

import { problem } from "../template/problem.ts";
import type { Problem } from "../template/problem.ts";
import type { Positions } from "../template/parse.ts";

/** What stops a transform; `owner` and `member` say where, as far as that is known. */
export class TransformFailure extends Error {
  readonly transform: string;
  readonly owner: object | undefined;
  readonly member: string | number | undefined;

  constructor(transform: string, message: string, owner?: object, member?: string | number) {
    super(message);
    this.transform = transform;
    this.owner = owner;
    this.member = member;
  }

  /** As a problem of the template. */
  toProblem(positions: Positions): Problem {
    return problem({
      code: "TEMPLATE_TRANSFORM",
      summary: "A transform of the template failed.",
      detail: this.message,
      // AWS: "Transform AWS::Include failed with: The location parameter is not a valid S3 uri.", as observed.
      awsMessage: `Transform ${this.transform} failed with: ${this.message}`,
      position: this.owner === undefined ? undefined : positions.of(this.owner, this.member),
    });
  }
}
