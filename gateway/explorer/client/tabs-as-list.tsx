import { useGraphiQL } from '@graphiql/react';
import { useEffect } from 'react';

/**
 * GraphiQL announces its tabs as ARIA tabs, but puts two buttons in each, which a tab may not hold: a screen reader
 * then hides the one that closes it (WCAG 4.1.2). A list of buttons, one of them current, is what they are.
 */
export function TabsAsList(): null {
  const { tabs, activeTabIndex } = useGraphiQL((state) => ({
    tabs: state.tabs,
    activeTabIndex: state.activeTabIndex,
  }));
  useEffect(() => {
    const list = document.querySelector('.graphiql-tabs');
    list?.setAttribute('role', 'list');
    list?.setAttribute('aria-label', 'Geopende vragen / Open questions');
    for (const [index, item] of [...(list?.querySelectorAll('.graphiql-tab') ?? [])].entries()) {
      item.setAttribute('role', 'listitem');
      item.removeAttribute('aria-selected');
      const button = item.querySelector('.graphiql-tab-button');
      button?.removeAttribute('aria-controls');
      button?.setAttribute('aria-current', String(index === activeTabIndex));
      item
        .querySelector('.graphiql-tab-close')
        ?.setAttribute('aria-label', `Sluit ${tabs[index]?.title ?? ''} / Close`);
    }
    const panel = document.querySelector('#graphiql-session');
    panel?.setAttribute('role', 'region');
    panel?.setAttribute('aria-labelledby', `graphiql-session-tab-${activeTabIndex}`);
    panel?.setAttribute('tabindex', '-1');
  }, [tabs, activeTabIndex]);
  return null;
}
