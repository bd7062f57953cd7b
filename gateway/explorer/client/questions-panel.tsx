import { useGraphiQL, useGraphiQLActions, type GraphiQLPlugin } from '@graphiql/react';
import { type ReactElement, useEffect } from 'react';
import { type Question, questionOf, QUESTIONS } from './questions.ts';

/** What the first tab holds before anything is asked. */
export const WELCOME = `# Kies links een vraag, of schrijf er zelf een.
# Choose a question on the left, or write your own.
`;

/** The saved questions, as a panel beside the editors. */
export const QUESTIONS_PANEL: GraphiQLPlugin = {
  title: 'Vragen / Questions',
  icon: QuestionsIcon,
  content: QuestionsPanel,
};

/** Opens a question in a tab: the one that already holds it, else the active one if nothing was written in it, else a new one. */
export function useOpenQuestion(): (question: Question) => void {
  const { addTab, changeTab } = useGraphiQLActions();
  const { tabs, activeTabIndex, queryEditor, variableEditor } = useGraphiQL((state) => ({
    tabs: state.tabs,
    activeTabIndex: state.activeTabIndex,
    queryEditor: state.queryEditor,
    variableEditor: state.variableEditor,
  }));
  return (question) => {
    const holder = tabs.findIndex((tab) => tab.query?.trim() === question.document);
    if (holder === activeTabIndex) return;
    if (holder >= 0) return changeTab(holder);
    if (!['', WELCOME.trim()].includes(queryEditor?.getValue().trim() ?? '')) addTab();
    queryEditor?.setValue(question.document);
    variableEditor?.setValue(question.variables);
  };
}

/** Opens the question that the address names, now and when the address changes. Draws nothing. */
export function QuestionFromAddress(): null {
  const openQuestion = useOpenQuestion();
  const ready = useGraphiQL((state) => state.queryEditor !== undefined && state.variableEditor !== undefined);
  useEffect(() => {
    if (!ready) return;
    function open(): void {
      const question = questionOf(location.hash);
      if (question === undefined) return;
      // Taken out of the address again, so that a reload keeps the tabs as they were left.
      history.replaceState(null, '', location.pathname);
      openQuestion(question);
    }
    open();
    window.addEventListener('hashchange', open);
    return () => window.removeEventListener('hashchange', open);
  });
  return null;
}

function QuestionsPanel(): ReactElement {
  const openQuestion = useOpenQuestion();
  const activeDocument = useGraphiQL((state) => state.tabs[state.activeTabIndex]?.query?.trim());
  return (
    <section className="questions" aria-labelledby="questions-title">
      <h2 id="questions-title">
        Vragen <span lang="en">Questions</span>
      </h2>
      <p className="questions-lead">
        De vaste vragen aan de hub, met voorbeeldwaarden.{' '}
        <span lang="en">The hub’s named operations, with example variables.</span>
      </p>
      {QUESTIONS.length === 0 && <p>Er zijn nog geen vragen. No questions yet.</p>}
      <ul>
        {QUESTIONS.map((question) => (
          <li key={question.name}>
            <button
              type="button"
              aria-current={question.document === activeDocument ? 'true' : undefined}
              onClick={() => openQuestion(question)}
            >
              {question.inDutch !== undefined && <span className="question-title">{question.inDutch}</span>}
              <span className="question-text" lang="en">
                {question.title}
              </span>
              {question.explanation !== '' && (
                <span className="question-text" lang="en">
                  {question.explanation}
                </span>
              )}
              <span className="question-name">
                <code>{question.name}</code>
                {question.kind === 'mutation' && (
                  <span className="changes">
                    wijzigt <span lang="en">changes data</span>
                  </span>
                )}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function QuestionsIcon(): ReactElement {
  return (
    <svg viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth="1.6" aria-hidden="true">
      <path d="M3 4.5h14v9H9.5L6 16.5v-3H3z" strokeLinejoin="round" />
      <path d="M8.2 7.6a1.9 1.9 0 1 1 2.6 1.8c-.6.2-.8.5-.8 1" strokeLinecap="round" />
      <circle cx="10" cy="11.9" r=".5" fill="currentColor" />
    </svg>
  );
}
