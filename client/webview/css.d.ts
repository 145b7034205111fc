/** esbuild's text loader: a library's stylesheet arrives as a string, to be adopted rather than injected. */
declare module '*.css' {
  const text: string;
  export default text;
}
