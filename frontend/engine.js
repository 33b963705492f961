// Only what draws a compiled Vega specification: Vega-Lite itself stays on the server.
export { View, parse } from "vega";
export { expressionInterpreter } from "vega-interpreter";
