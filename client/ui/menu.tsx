import { cloneElement, type KeyboardEvent, useState } from 'react';
import type * as Parts from './menu-radix.js';
import { onDemand } from './on-demand.js';

/** Focus, typing ahead and placement are a library of its own: it comes when a menu is first asked for. */
const menus = onDemand(() => import('./menu-radix.js'));

/** A menu under its button, whose children are the parts below. */
export function Menu(props: Parts.MenuProps) {
  const [isAsked, setAsked] = useState(false);
  const here = menus.current();
  if (isAsked && here !== null) return <here.Menu {...props} />;
  const ask = () => {
    // One that could not be fetched is asked for again by the next press.
    menus.load().then(
      () => setAsked(true),
      () => {},
    );
  };
  return cloneElement(props.trigger, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onClick: ask,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'ArrowDown') return;
      event.preventDefault();
      ask();
    },
  });
}

function parts(): typeof Parts {
  const here = menus.current();
  if (here === null) throw new Error('a menu’s parts live inside <Menu> only');
  return here;
}

export const MenuItem: typeof Parts.MenuItem = (props) => parts().MenuItem(props);
export const MenuCheck: typeof Parts.MenuCheck = (props) => parts().MenuCheck(props);
export const MenuChoice: typeof Parts.MenuChoice = (props) => parts().MenuChoice(props);
export const MenuLabel: typeof Parts.MenuLabel = (props) => parts().MenuLabel(props);
export const MenuSeparator: typeof Parts.MenuSeparator = () => parts().MenuSeparator();
