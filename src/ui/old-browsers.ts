/**
 * A stylesheet that Internet Explorer 11 can follow too: it knows no custom properties and drops each
 * declaration that uses one. So each gets a twin before it, with the value of the light theme written out.
 */
export function withPlainValues(css: string): string {
  const values = new Map(
    [...(css.match(/:root \{[^}]*\}/)?.[0] ?? '').matchAll(/(--[a-z-]+): ([^;]+);/g)].map(
      ([, name, value]) => [name, value] as const,
    ),
  );
  const plain = (value: string): string =>
    value.replaceAll(/var\((--[a-z-]+)\)/g, (whole, name) => plain(values.get(name) ?? '') || whole);
  return css.replaceAll(
    /^( *)([a-z-]+): ([^;{}]*var\(--[^;{}]*);$/gm,
    (declaration, indent, property, value) =>
      property.startsWith('--') ? declaration : `${indent}${property}: ${plain(value)};\n${declaration}`,
  );
}
