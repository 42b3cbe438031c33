import { ChevronDown } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useT } from '../i18n/provider.js';
import { Glyph } from '../ui/glyph.js';

export interface FilterOption {
  readonly id: string;
  readonly label: string;
}

/** Some of many, in a menu that stays open while one chooses. None chosen means all. */
export function FilterMenu(props: {
  text: string;
  options: readonly FilterOption[];
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
}) {
  const t = useT();
  const { chosen, options, onChange } = props;
  const toggle = (id: string) => onChange(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <button type="button" className={chosen.length > 0 ? 'pick floor-pick is-set' : 'pick floor-pick'}>
          <span className="el">{props.text}</span>
          <ChevronDown className="i sm" aria-hidden="true" />
        </button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu floor-menu" align="start" sideOffset={4} collisionPadding={8}>
          <DropdownMenu.CheckboxItem
            className="menu-item"
            checked={chosen.length === 0}
            onSelect={(event) => event.preventDefault()}
            onCheckedChange={() => onChange([])}
          >
            <Tick />
            {t('floor.filter.all')}
          </DropdownMenu.CheckboxItem>
          <DropdownMenu.Separator className="menu-sep" />
          {options.map((option) => (
            <DropdownMenu.CheckboxItem
              key={option.id}
              className="menu-item"
              checked={chosen.includes(option.id)}
              onSelect={(event) => event.preventDefault()}
              onCheckedChange={() => toggle(option.id)}
            >
              <Tick />
              {option.label}
            </DropdownMenu.CheckboxItem>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

const Tick = () => (
  <span className="tick">
    <DropdownMenu.ItemIndicator>
      <Glyph name="tick" size="sm" />
    </DropdownMenu.ItemIndicator>
  </span>
);
