/** A composed supergraph with the addresses where its owners are now. Throws for an owner without one. */
export function supergraphAt(supergraph: string, urls: Readonly<Record<string, string>>): string {
  return supergraph.replace(/@join__graph\(name: "([^"]+)", url: "[^"]*"\)/g, (_whole, name: string) => {
    const url = urls[name];
    if (url === undefined) throw new TypeError(`there is no address of ${name}`);
    return `@join__graph(name: "${name}", url: "${url}")`;
  });
}
