// Scripts in packages. AWS's runtimes have their interpreters below /var/lang, and what is packaged in AWS's images names them there, such as the
// AWS CLI in the layer of the CDK's bucket deployments. A sandbox has those of the machine, by its PATH. Pure.

// LIMIT: Linux reads no more of a script's first line.
const LONGEST_LINE = 256;

/** A file's content; of a script whose interpreter is AWS's, with a first line that finds the machine's instead. */
export function withFoundInterpreter(content: Uint8Array): Uint8Array {
  if (content[0] !== 0x23 || content[1] !== 0x21) return content;
  const end = content.indexOf(0x0a);
  if (end < 0 || end > LONGEST_LINE) return content;
  const line = Buffer.from(content.subarray(0, end)).toString("latin1");
  const program = /^#!\s*\/var\/lang\/bin\/(node|python)[\d.]*\s*$/.exec(line)?.[1];
  if (program === undefined) return content;
  const found = `#!/usr/bin/env ${program === "node" ? "node" : "python3"}`;
  return Buffer.concat([Buffer.from(found), content.subarray(end)]);
}
