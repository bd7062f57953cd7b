import { useGraphiQL, useMonaco } from '@graphiql/react';
import { TabFocus } from 'monaco-editor/esm/vs/editor/browser/config/tabFocus.js';
import { useEffect } from 'react';
import { EDITOR_THEMES } from './editor-themes.ts';

/** Gives the editors names and readable colours, and lets Tab leave them: a keyboard must not get caught (WCAG 2.1.2). */
export function ReachableEditors(): null {
  const monaco = useMonaco((state) => state.monaco);
  const { queryEditor, variableEditor, responseEditor } = useGraphiQL((state) => ({
    queryEditor: state.queryEditor,
    variableEditor: state.variableEditor,
    responseEditor: state.responseEditor,
  }));
  useEffect(() => {
    if (monaco === undefined) return;
    for (const [name, theme] of Object.entries(EDITOR_THEMES)) monaco.editor.defineTheme(name, theme);
    TabFocus.setTabFocusMode(true);
  }, [monaco]);
  useEffect(() => {
    const options = { wordWrap: 'on', wrappingIndent: 'indent' } as const;
    queryEditor?.updateOptions({ ...options, ariaLabel: 'Vraag / Operation' });
    variableEditor?.updateOptions({ ...options, ariaLabel: 'Variabelen / Variables' });
    responseEditor?.updateOptions({ ...options, ariaLabel: 'Antwoord / Answer' });
  }, [queryEditor, variableEditor, responseEditor]);
  return null;
}
