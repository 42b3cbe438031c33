import { createContext, type ReactNode, useCallback, useContext } from 'react';
import type { RosterCatalogue } from '../../shared/protocol/roster-http.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useFetched } from '../live/use-fetched.js';
import { fetchCatalogue } from './api.js';

type Posts = RosterCatalogue['posts'];
const PostsContext = createContext<Posts>([]);

/** The catalogue of back-office posts: read once, it changes with the site file. */
export function PostsProvider({ children }: { children: ReactNode }) {
  const { value } = useFetched('catalogue', fetchCatalogue);
  return <PostsContext.Provider value={value?.posts ?? []}>{children}</PostsContext.Provider>;
}

export const usePosts = (): Posts => useContext(PostsContext);

export function usePostName(): (code: string | null | undefined) => string {
  const t = useT();
  const formats = useFormats();
  const posts = usePosts();
  return useCallback(
    (code) => {
      if (code == null) return t('buf.post.none');
      const post = posts.find((one) => one.code === code);
      return post === undefined ? code : formats.name(post);
    },
    [posts, formats, t],
  );
}
