// Which names a certificate is for. Pure.

/** Whether one of a certificate's names is this one. RFC 6125: a wildcard stands for one whole label; a name with a wildcard needs the very same one. */
export function coversName(certificateNames: readonly string[], name: string): boolean {
  const wildcard = name.replace(/^[^.*]+(?=\.)/, "*");
  return certificateNames.some((each) => each.toLowerCase() === name || each.toLowerCase() === wildcard);
}
