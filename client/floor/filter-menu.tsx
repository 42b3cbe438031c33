import { ChevronDown } from 'lucide-react';
import { useT } from '../i18n/provider.js';
import { Menu, MenuCheck, MenuSeparator } from '../ui/menu.js';

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
    <Menu
      align="start"
      className="floor-menu"
      trigger={
        <button type="button" className={chosen.length > 0 ? 'pick floor-pick is-set' : 'pick floor-pick'}>
          <span className="el">{props.text}</span>
          <ChevronDown className="i sm" aria-hidden="true" />
        </button>
      }
    >
      <MenuCheck checked={chosen.length === 0} onChange={() => onChange([])}>
        {t('floor.filter.all')}
      </MenuCheck>
      <MenuSeparator />
      {options.map((option) => (
        <MenuCheck key={option.id} checked={chosen.includes(option.id)} onChange={() => toggle(option.id)}>
          {option.label}
        </MenuCheck>
      ))}
    </Menu>
  );
}
