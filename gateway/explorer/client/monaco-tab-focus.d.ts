/** Monaco's one switch for what Tab does in all its editors; it has no types of its own. */
declare module 'monaco-editor/esm/vs/editor/browser/config/tabFocus.js' {
  export const TabFocus: { setTabFocusMode(movesFocus: boolean): void };
}
