// Tags of pipes, by ARN.

import type { Store } from "../../store/store.ts";
import { pipeNotFound, validationError } from "./errors.ts";
import { parsePipeArn } from "./names.ts";
import type { PipeRecord } from "./records.ts";
import { loadPipe, savePipe } from "./repo.ts";

type Tags = Readonly<Record<string, string>>;

const MOST_TAGS = 50;

/** The pipe behind an ARN; throws NotFoundException. */
export function requirePipeByArn(store: Store, arn: string): PipeRecord {
  const address = parsePipeArn(arn);
  const pipe = address === undefined ? undefined : store.read((tx) => loadPipe(tx, address.scope, address.name));
  if (pipe === undefined) throw pipeNotFound(address?.name ?? arn);
  return pipe;
}

/** Changes a pipe's tags in one transaction. */
export function changeTags(store: Store, arn: string, change: (tags: Tags) => Tags): void {
  const address = parsePipeArn(arn);
  if (address === undefined) throw pipeNotFound(arn);
  store.write((tx) => {
    const pipe = loadPipe(tx, address.scope, address.name);
    if (pipe === undefined) throw pipeNotFound(address.name);
    const tags = change(pipe.tags);
    // AWS: TagResource: "a maximum of 50 tags".
    if (Object.keys(tags).length > MOST_TAGS) throw validationError(`A pipe has at most ${MOST_TAGS} tags.`);
    savePipe(tx, address.scope, { ...pipe, tags });
  });
}
