import type { editor } from 'monaco-editor';

const CLEAR = '#00000000';

/**
 * GraphiQL's two editor themes under their own names, so that its switch between light and dark keeps working,
 * in colours that keep a contrast of 4.5 on the ground that they stand on (WCAG 1.4.3).
 */
export const EDITOR_THEMES: Readonly<Record<string, editor.IStandaloneThemeData>> = {
  'graphiql-LIGHT': {
    base: 'vs',
    inherit: true,
    colors: {
      'editor.background': CLEAR,
      'scrollbar.shadow': CLEAR,
      'editorLineNumber.foreground': '#5b6a6f',
      'editorLineNumber.activeForeground': '#0f5c57',
      'editorSuggestWidget.background': '#ffffff',
      'editorSuggestWidget.selectedBackground': '#e4f0ee',
      'editorSuggestWidget.selectedForeground': '#0f5c57',
      'editorSuggestWidget.highlightForeground': '#0f5c57',
      'editorHoverWidget.background': '#ffffff',
      'editorWidget.background': '#ffffff',
      'textLink.foreground': '#0f5c57',
      focusBorder: '#0f5c57',
    },
    rules: [
      { token: 'comment', foreground: '47646a' },
      { token: 'keyword', foreground: '7a1f6a' },
      { token: 'string', foreground: '0b5394' },
      { token: 'number', foreground: '8a4b00' },
      { token: 'argument.identifier.gql', foreground: '4f4bb3' },
      { token: 'key.identifier.gql', foreground: '0f5c57' },
    ],
  },
  'graphiql-DARK': {
    base: 'vs-dark',
    inherit: true,
    colors: {
      'editor.background': CLEAR,
      'scrollbar.shadow': CLEAR,
      'editorLineNumber.foreground': '#93a3a6',
      'editorLineNumber.activeForeground': '#7fd1c7',
      'editorSuggestWidget.background': '#1e272d',
      'editorSuggestWidget.selectedBackground': '#213a3b',
      'editorSuggestWidget.selectedForeground': '#7fd1c7',
      'editorSuggestWidget.highlightForeground': '#7fd1c7',
      'editorHoverWidget.background': '#1e272d',
      'editorWidget.background': '#1e272d',
      'textLink.foreground': '#7fd1c7',
      focusBorder: '#7fd1c7',
    },
    rules: [
      { token: 'comment', foreground: '9fb4b6' },
      { token: 'keyword', foreground: 'f0a6dc' },
      { token: 'string', foreground: '9fcbff' },
      { token: 'number', foreground: 'f2c573' },
      { token: 'argument.identifier.gql', foreground: 'b7b3ff' },
      { token: 'key.identifier.gql', foreground: '7fd1c7' },
    ],
  },
};
